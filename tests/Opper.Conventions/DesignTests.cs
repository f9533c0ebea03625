using System.CodeDom.Compiler;
using System.Net;
using System.Reflection;
using Opper.Chat;

namespace Opper.Conventions;

public sealed class DesignTests
{
    private const string Key = "sk-secret-of-the-test";

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static Type[] Types => ContractTypes.Assembly.GetExportedTypes();

    [Test]
    public void Asynchronous_methods_end_in_Async() => Rule.Holds(
        "A public method that returns a task, or a stream or pageable that sends its request when it is read, ends in Async; no other does.",
        from type in Types
        from method in type.GetMethods(Declared)
        where !method.IsSpecialName && method.Name != "GetAsyncEnumerator"
        let isClient = typeof(OpperResourceClient).IsAssignableFrom(type) || typeof(OpperClient).IsAssignableFrom(type)
        let isAsync = IsTask(method.ReturnType) || (isClient && IsSequence(method.ReturnType))
        let isNamedSo = method.Name.EndsWith("Async", StringComparison.Ordinal)
        where isAsync != isNamedSo && !(isNamedSo && IsSequence(method.ReturnType))
        select $"{type.Name}.{method.Name}");

    [Test]
    public void Classes_are_sealed_abstract_or_have_virtual_members() => Rule.Holds(
        "A public class is sealed, abstract, static, a model, has virtual members of its own, or is the base of another while only Opper can make one.",
        from type in Types
        where type.IsClass && !type.IsSealed && !type.IsAbstract
        where !type.IsDefined(typeof(GeneratedCodeAttribute))
        where Types.All(other => other.BaseType != type) || type.GetConstructors().Length > 0
        where !type.GetMethods(Declared).Any(method => method.IsVirtual && !method.IsFinal && method.GetBaseDefinition() == method)
        select type.Name);

    [Test]
    public void An_exception_without_derived_types_is_sealed() => Rule.Holds(
        "An exception class of Opper is sealed unless another derives from it.",
        Types.Where(type => typeof(OpperException).IsAssignableFrom(type) && !type.IsSealed && Types.All(other => other.BaseType != type))
            .Select(type => type.Name));

    [Test]
    public void No_field_is_public() => Rule.Holds(
        "No type of Opper has public fields other than constants.",
        from type in Types
        where !type.IsEnum
        from field in type.GetFields(Declared)
        where !field.IsLiteral
        select $"{type.Name}.{field.Name}");

    [Test]
    public void Public_types_are_in_Opper_a_resource_namespace_or_one_for_extension_methods() => Rule.Holds(
        "Public types are in the namespace Opper or in that of a resource; extensions of IServiceCollection are in its namespace.",
        Types.Where(type => type.Namespace is not ("Opper" or "Microsoft.Extensions.DependencyInjection")
            && !Types.Any(client => client.BaseType == typeof(OpperResourceClient) && client.Namespace == type.Namespace)).Select(type => type.FullName!));

    [Test]
    public void Clients_can_be_mocked() => Rule.Holds(
        "Every public method and property of the clients is virtual, except static members.",
        from type in Types
        where typeof(OpperResourceClient).IsAssignableFrom(type) || type == typeof(OpperClient)
        from method in type.GetMethods(Declared)
        where !method.IsStatic && (!method.IsVirtual || method.IsFinal)
        select $"{type.Name}.{method.Name}");

    [Test]
    public async Task The_key_is_in_no_exception_or_ToString()
    {
        var options = new OpperClientOptions { ApiKey = Key };
        var shown = new Dictionary<string, string?>
        {
            ["OpperClientOptions"] = options.ToString(),
            ["OpperClient"] = new OpperClient(options).ToString(),
        };
        foreach (var status in new[] { 400, 401, 404, 409, 418, 422, 429, 500, 502 })
        {
            var exception = await Assert.CatchAsync<OpperException>(() =>
                CapturingHandler.Client(new CapturingHandler((HttpStatusCode)status, $$"""{"detail":"Key {{Key}} is no good"}"""), Key).Models.ListAsync());
            shown[$"{exception!.GetType().Name} {status}"] = exception.ToString();
        }

        shown["OpperConnectionException"] =
            (await Assert.CatchAsync<OpperException>(() => CapturingHandler.Client(new FailingHandler(), Key).Models.ListAsync()))!.ToString();
        shown["OpperSerializationException"] = (await Assert.CatchAsync<OpperException>(
            () => CapturingHandler.Client(new CapturingHandler(body: "{" + Key), Key).Models.ListAsync()))!.ToString();

        Rule.Holds("No ToString of the client, of its options or of an exception holds the API key.",
            shown.Where(text => text.Value!.Contains(Key, StringComparison.Ordinal)).Select(text => $"{text.Key}: {text.Value}"));
    }

    [Test]
    public void An_invalid_key_is_not_in_the_exception()
    {
        var exception = Assert.Catch<ArgumentException>(() => _ = new OpperClient(Key + " \n" + Key));

        Assert.That(exception!.ToString(), Does.Not.Contain(Key));
    }

    private static bool IsTask(Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || Is(type, typeof(ValueTask<>));

    private static bool IsSequence(Type type) => type == typeof(OpperStream) || type == typeof(ChatStream) || Is(type, typeof(OpperStream<>))
        || Is(type, typeof(OpperPageable<>)) || Is(type, typeof(IAsyncEnumerable<>));

    private static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private sealed class FailingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("Refused", null, null);
    }
}
