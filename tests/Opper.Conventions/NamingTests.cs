using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Opper.Conventions;

/// <summary>Names of the public API follow the tables in .github/CONTRIBUTING.md.</summary>
public sealed partial class NamingTests
{
    private static readonly string[] Rows = [.. File.ReadAllLines(Path.Combine(Repository.Root, ".github", "CONTRIBUTING.md"))
        .SkipWhile(line => line != "## Names").Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

    private static readonly ILookup<bool, string> Tables = Rows.ToLookup(row => row.Contains("Client`", StringComparison.Ordinal), row => row);

    [Test]
    public void A_method_name_is_a_verb_and_a_noun_of_the_tables() => Rule.Holds(
        "A public method of a resource client is a verb of the first table in CONTRIBUTING, a noun of the second or none, and `Async`.",
        from client in Clients()
        from method in Methods(client)
        where !Pattern(client).IsMatch(method.Name)
        select $"{client.Name}.{method.Name}");

    [Test]
    public void Every_verb_and_noun_of_the_tables_is_used() => Rule.Holds(
        "Every verb and every noun of the tables in CONTRIBUTING is in the name of a method.",
        Verbs.Where(verb => !Clients().SelectMany(Methods).Any(method => method.Name.StartsWith(verb, StringComparison.Ordinal)))
            .Concat(from client in Clients() where !client.Name.EndsWith("WithRawResponse", StringComparison.Ordinal) from thing in Things(client)
            where !Methods(client).Any(method => method.Name.Contains(thing, StringComparison.Ordinal)) select $"{client.Name}: {thing}"));

    [Test]
    public void Operations_that_exist_only_in_the_endpoint_reference_are_hidden_in_editors() => Rule.Holds(
        "Members and types of the reference form have [EditorBrowsable(Never)]; others only if they are marked by hand.",
        from client in Clients()
        from method in Methods(client)
        let isReference = Contract.Operations.Any(operation =>
            operation.Resource + "Client" == client.Name.Replace("WithRawResponse", string.Empty, StringComparison.Ordinal)
            && operation.Verb + "Async" == method.Name && operation.Json["x-opper-reference-form"] is not null) || method.Name == "RegisterUploadAsync"
        where isReference != (method.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never)
        select $"{client.Name}.{method.Name}");

    [Test]
    public void Parameters_are_named_by_convention() => Rule.Holds(
        "A parameter `request` has a type …Request, `options` is RequestOptions, and names are spelled consistently.",
        from client in Clients()
        from method in Methods(client)
        from parameter in method.GetParameters()
        where parameter.Name == "request" != parameter.ParameterType.Name.EndsWith("Request", StringComparison.Ordinal)
            || parameter.Name == "options" != (parameter.ParameterType == typeof(RequestOptions))
        select $"{client.Name}.{method.Name}: {parameter.Name}");

    [Test]
    public void Names_are_spelled_consistently() => Rule.Holds(
        "Members and parameters say FileName and ParentSpanId, not the older forms; nothing is public only for a serializer.",
        from type in ContractTypes.Assembly.GetExportedTypes()
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        from name in member is MethodBase method ? method.GetParameters().Select(parameter => parameter.Name!).Append(member.Name) : [member.Name]
        where name.Contains("ilename", StringComparison.Ordinal) || name is "ParentId" or "parentId"
            || name.StartsWith("ShouldSerialize", StringComparison.Ordinal)
        select $"{type.Name}.{member.Name}: {name}");

    private static IEnumerable<string> Verbs =>
        Tables[false].SelectMany(row => Code().Matches(row.Split('|')[1]).Concat(Code().Matches(row.Split('|')[2]))).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Things(Type client) =>
        Tables[true].Where(row => row.Split('|')[1].Contains($"`{client.Name.Replace("WithRawResponse", string.Empty, StringComparison.Ordinal)}`",
            StringComparison.Ordinal))
            .SelectMany(row => Code().Matches(row.Split('|')[2])).Select(match => match.Groups[1].Value);

    private static Regex Pattern(Type client) => new($"^({string.Join('|', Verbs)})({string.Join('|', Things(client))})?(ReferenceForm)?Async$");

    private static IEnumerable<Type> Clients() => ContractTypes.Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(OpperResourceClient)));

    private static IEnumerable<MethodInfo> Methods(Type client) =>
        client.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName);

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}
