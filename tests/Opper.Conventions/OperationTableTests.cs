namespace Opper.Conventions;

/// <summary>The page of all operations matches the contract and the client.</summary>
public sealed class OperationTableTests
{
    private const string UpdateVariable = "OPPER_UPDATE_OPERATIONS";

    private static string File => Path.Combine(Repository.Root, OperationTable.Page);

    private static (string Method, string Endpoint)[] Rows => OperationTable.Rows(Text()).ToArray();

    [OneTimeSetUp]
    public static void Update()
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            System.IO.File.WriteAllText(File, OperationTable.Write());
        }
    }

    [Test]
    public void Every_operation_is_in_the_table() => Rule.Holds(
        $"Every operation of opper.yaml is a row of {OperationTable.Page}. {Remedy()}",
        Contract.Operations.Where(operation => !operation.IsSurface && !Rows.Contains((MethodOf(operation), $"{operation.Method} {operation.Path}")))
            .Select(operation => operation.ToString()));

    [Test]
    public void Every_row_is_one_distinct_operation() => Rule.Holds(
        $"Every row of {OperationTable.Page} is an operation of opper.yaml, once. {Remedy()}",
        Rows.Where(row =>
            Contract.Operations.Count(operation => MethodOf(operation) == row.Method && $"{operation.Method} {operation.Path}" == row.Endpoint) != 1
                || Rows.Count(other => other == row) != 1)
            .Select(row => $"{row.Method} ({row.Endpoint})"));

    [Test]
    public void Every_method_of_a_row_exists() => Rule.Holds(
        $"Every method in {OperationTable.Page} is a public method of the client. {Remedy()}",
        Rows.Where(row => row.Method.Split('.') is not [var resource, var name] || ContractTypes.Methods(resource + "Client", name).Count == 0)
            .Select(row => row.Method));

    [Test]
    public void Summaries_and_notes_match_the_contract() => Rule.Holds(
        $"The text of {OperationTable.Page} is what follows from opper.yaml. {Remedy()}",
        Text().Split('\n').Except(OperationTable.Write().Split('\n')).Concat(OperationTable.Write().Split('\n').Except(Text().Split('\n'))));

    private static string MethodOf(ContractOperation operation) => $"{operation.Resource}.{operation.Verb}Async";

    private static string Text() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).ReplaceLineEndings("\n") : string.Empty;

    private static string Remedy() => $"To write it anew: {UpdateVariable}=1 dotnet test tests/Opper.Conventions --filter {nameof(OperationTableTests)}";
}
