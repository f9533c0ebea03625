using System.Reflection;

namespace Opper.Conventions;

public sealed class ClientSurfaceTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Test]
    public void Every_operation_has_a_method() => Rule.Holds(
        "Every operation Resource_Verb of opper.yaml without x-opper-surface has a public, virtual method VerbAsync on ResourceClient.",
        Contract.Operations
            .Where(operation => !operation.IsSurface)
            .Where(operation => ContractTypes.Methods(operation.Resource + "Client", operation.Verb + "Async") is var methods
                && (methods.Count == 0 || methods.Any(method => !method.IsVirtual || method.IsFinal)))
            .Select(operation => operation.ToString()));

    [Test]
    public void Every_operation_that_does_not_stream_has_a_raw_response_method() => Rule.Holds(
        "Every operation of opper.yaml that does not stream has a public, virtual method VerbAsync on ResourceClientWithRawResponse that returns an "
        + "OpperResponse.",
        Contract.Operations
            .Where(operation => !operation.IsSurface && !operation.Streams)
            .Where(operation => ContractTypes.Methods(operation.Resource + "ClientWithRawResponse", operation.Verb + "Async") is var methods
                && (methods.Count == 0 || methods.Any(method => !method.IsVirtual || method.IsFinal || !IsRaw(method.ReturnType))))
            .Select(operation => operation.ToString()));

    [Test]
    public void Every_resource_is_a_property_of_the_client() => Rule.Holds(
        "OpperClient has a public, virtual property for each resource of opper.yaml.",
        Contract.Operations
            .Select(operation => operation.Resource)
            .Where(resource => typeof(OpperClient).GetProperty(resource) is not { GetMethod: { IsPublic: true, IsVirtual: true } } property
                || property.PropertyType.Name != resource + "Client"));

    [Test]
    public void Every_resource_client_has_a_WithRawResponse_property() => Rule.Holds(
        "Every ResourceClient has a public, virtual property WithRawResponse.",
        Contract.Operations
            .Select(operation => operation.Resource)
            .Where(resource => ContractTypes.Find(resource + "Client")?.GetProperty("WithRawResponse") is not { GetMethod: { IsPublic: true,
                IsVirtual: true } } property || property.PropertyType.Name != resource + "ClientWithRawResponse"));

    [Test]
    public void Every_method_returns_the_type_of_the_contract() => Rule.Holds(
        "The method of an operation returns the response type of opper.yaml: Task<T>, Task if there is none, OpperStream for a stream.",
        from operation in Contract.Operations
        let method = ContractTypes.Method(operation)
        where method is not null
        let expected = operation.Streams ? typeof(OpperStream)
            : operation.ResponseSchema is null ? typeof(Task)
            : IsAnyJson(operation.ResponseSchema) ? typeof(Task<JToken>)
            : ContractTypes.Of(operation.ResponseSchema) is { } type ? typeof(Task<>).MakeGenericType(type) : null
        where method.ReturnType != expected
        select $"{operation.Id} gives {ContractTypes.Text(method.ReturnType)}, not {(expected is null ? "a named type" : ContractTypes.Text(expected))}");

    [Test]
    public void Every_method_ends_with_a_cancellation_token() => Rule.Holds(
        "The last parameter of an operation's method is `CancellationToken cancellationToken = default`.",
        from method in OperationMethods()
        where method.GetParameters() is not [.., { Name: "cancellationToken", HasDefaultValue: true } last] || last.ParameterType != typeof(CancellationToken)
        select Text(method));

    [Test]
    public void Every_method_takes_request_options() => Rule.Holds(
        "The parameter before the cancellation token of an operation's method is `RequestOptions? options = null`.",
        from method in OperationMethods()
        where method.GetParameters() is not [.., { Name: "options", HasDefaultValue: true, DefaultValue: null } options, _]
            || options.ParameterType != typeof(RequestOptions)
            || Nullability.Create(options).WriteState != NullabilityState.Nullable
        select Text(method));

    [Test]
    public void Every_paged_operation_has_a_ListAll_method() => Rule.Holds(
        "Every operation with x-opper-paging has a method ListAll…Async that returns an OpperPageable of its items.",
        from operation in Contract.Operations
        let item = (string?)operation.Json.SelectToken("x-opper-paging.item")
        where item is not null
        let name = operation.Verb.Replace("List", "ListAll", StringComparison.Ordinal) + "Async"
        where ContractTypes.Find(item) is not { } type
            || ContractTypes.Methods(operation.Resource + "Client", name) is not [var method]
            || method.ReturnType != typeof(OpperPageable<>).MakeGenericType(type)
        select $"{operation.Id} needs {name} giving OpperPageable<{item}>");

    [Test]
    public void Every_paged_operation_declares_its_paging_and_item_type() => Rule.Holds(
        "An operation of opper.yaml returns a page if and only if it has x-opper-paging, and both name the same item.",
        from operation in Contract.Operations
        let page = Contract.ReferenceName(operation.ResponseSchema) is { } name ? (string?)Contract.Schemas[name]!["x-opper-page-item"] : null
        where page != (string?)operation.Json.SelectToken("x-opper-paging.item")
        select operation.ToString());

    [Test]
    public void Every_schema_has_a_type() => Rule.Holds(
        "Every schema of opper.yaml that is not a multipart form has a public type of its name.",
        Contract.Schemas.Properties()
            .Select(schema => schema.Name)
            .Where(name => name is not ("UploadFileRequest" or "StreamDelta") && ContractTypes.Find(name) is not { IsPublic: true }));

    private static IEnumerable<MethodInfo> OperationMethods() =>
        from operation in Contract.Operations
           from client in new[] { "Client", "ClientWithRawResponse" }
           from method in ContractTypes.Methods(operation.Resource + client, operation.Verb + "Async")
           select method;

    private static bool IsRaw(Type type) => type == typeof(Task<OpperResponse>)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) && type.GetGenericArguments()[0] is { IsGenericType: true } answer
            && answer.GetGenericTypeDefinition() == typeof(OpperResponse<>));

    private static bool IsAnyJson(JObject schema) => schema["type"] is null && schema["$ref"] is null && schema["allOf"] is null;

    private static string Text(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(Text))})";

    private static string Text(ParameterInfo parameter) => $"{ContractTypes.Text(parameter.ParameterType)} {parameter.Name}";
}
