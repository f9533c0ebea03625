using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Conventions;

/// <summary>The code that NSwag generates is determined by our templates; these tests fail if a template no longer applies.</summary>
public sealed class GeneratedCodeTests
{
    private static readonly string[] Senders = ["Pipeline.SendAsync", "Pipeline.SendRawAsync", "new OpperStream", "new OpperPageable<"];

    private static readonly string[] Banned =
    [
        "System.Net.Http.HttpClient", "HttpRequestMessage", "HttpResponseMessage", "JsonConvert.", "DeserializeObject", "SerializeObject",
        "JsonSerializerSettings",
        "ReadAsStringAsync", "ConvertToString(", "EscapeDataString", "ApiException(", "Newtonsoft.Json.Required.Always",
        "System.Runtime.Serialization.EnumMember", "partial void ",
    ];

    private static string Source => File.ReadAllText(Repository.GeneratedSource);

    [Test]
    public void Generated_code_contains_no_HTTP_code_of_NSwag() => Rule.Holds(
        "The generated source does not send, read or escape: the templates of build/templates replace that.",
        Banned.Where(text => Source.Contains(text, StringComparison.Ordinal)));

    [Test]
    public void Every_generated_operation_passes_its_request_to_the_transport() => Rule.Holds(
        "Every public method of a generated client is one expression that calls the pipeline or creates a stream or a pageable.",
        from client in Clients()
        from method in client.Members.OfType<MethodDeclarationSyntax>()
        where method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword))
        where method.ExpressionBody?.Expression.ToString() is not { } body || !Senders.Any(sender => body.StartsWith(sender, StringComparison.Ordinal))
        select $"{client.Identifier}.{method.Identifier}");

    [Test]
    public void Every_operation_of_the_contract_is_generated() => Rule.Holds(
        "The generated source describes every operation of the contract with its method and path.",
        Contract.Operations
            .Where(operation => !Source.Contains($"(\"{operation.Id}\", new System.Net.Http.HttpMethod(\"{operation.Method}\"), \"{operation.Path}\")",
                StringComparison.Ordinal))
            .Select(operation => operation.ToString()));

    [Test]
    public void Every_generated_operation_has_the_retry_mode_of_the_contract() => Rule.Holds(
        "RetryOnlyUnprocessed of a generated operation is x-opper-retry of the contract, Streams is x-opper-stream.",
        from client in Clients()
        from field in client.Members.OfType<FieldDeclarationSyntax>()
        where field.Declaration.Type.ToString().StartsWith("OpperOperation", StringComparison.Ordinal)
        let creation = (ObjectCreationExpressionSyntax)field.Declaration.Variables[0].Initializer!.Value
        let operation = Contract.Operations.SingleOrDefault(operation => $"\"{operation.Id}\"" == creation.ArgumentList!.Arguments[0].ToString())
        let text = creation.Initializer!.ToString()
        where operation is not null
        where !text.Contains($"RetryOnlyUnprocessed = {(operation.Json["x-opper-retry"] is null ? "false" : "true")}", StringComparison.Ordinal)
            || !text.Contains($"Streams = {(operation.Streams ? "true" : "false")}", StringComparison.Ordinal)
        select operation.ToString());

    [Test]
    public void No_enum_is_generated() => Rule.Holds(
        "Generated enums are open: structs with a name, no C# enums.",
        Declarations().OfType<EnumDeclarationSyntax>().Select(type => type.Identifier.ToString()));

    [Test]
    public void No_type_is_generated_for_an_inline_schema() => Rule.Holds(
        "Every generated type is a client or a named schema of the contract.",
        from type in Declarations()
        let name = type.Identifier.ToString()
        where Contract.Schemas[name] is null
            && !Contract.Operations.Any(operation => name == operation.Resource + "Client" || name == operation.Resource + "ClientWithRawResponse")
        select name);

    private static IEnumerable<BaseTypeDeclarationSyntax> Declarations() =>
        CSharpSyntaxTree.ParseText(Source).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax);

    private static IEnumerable<ClassDeclarationSyntax> Clients() =>
        Declarations().OfType<ClassDeclarationSyntax>()
            .Where(type => type.BaseList?.ToString().Contains("OpperResourceClient", StringComparison.Ordinal) == true);
}
