using System.Reflection;
using Opper.Functions;

namespace Opper.Conventions;

public sealed class RequestDefaultsTests
{
    private static IEnumerable<(string Name, Type Type)> Patches =>
        ContractTypes.Requests.Where(request => request.Schema["x-merge-patch"] is not null).Select(request => (request.Name, request.Type));

    [Test]
    public void A_request_with_nothing_set_sends_its_required_fields_at_most() => Rule.Holds(
        "A new request with nothing set is written by plain Json.NET as {} or with required fields only.",
        from request in ContractTypes.Requests
        let required = (request.Schema["required"] as JArray ?? []).Select(name => (string)name!).ToList()
        from property in JObject.Parse(JsonConvert.SerializeObject(Activator.CreateInstance(request.Type))).Properties()
        where !required.Contains(property.Name)
        select $"{request.Name} sends {property.ToString(Formatting.None)}");

    [Test]
    public void A_patch_with_nothing_set_is_empty() => Rule.Holds(
        "A new PATCH request with nothing set is written as {}.",
        from patch in Patches
        let json = JsonConvert.SerializeObject(Activator.CreateInstance(patch.Type))
        where json != "{}"
        select $"{patch.Name} sends {json}");

    [Test]
    public void A_patch_sends_a_null_that_was_assigned() => Rule.Holds(
        "A PATCH request sends null for a property that was assigned null, and nothing else.",
        from patch in Patches
        from property in Settable(patch.Type)
        let wire = property.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName
        let json = JsonConvert.SerializeObject(With(patch.Type, property, null))
        where json != $$"""{"{{wire}}":null}"""
        select $"{patch.Name}.{property.Name} = null sends {json}");

    [Test]
    public void A_patch_has_every_property_of_its_schema() => Rule.Holds(
        "A PATCH request has a property that can be set and be null for every property of its schema.",
        from patch in Patches
        from name in ((JObject)Contract.Schemas[patch.Name]!["properties"]!).Properties().Select(property => property.Name)
        where Settable(patch.Type).SingleOrDefault(property => property.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName == name) is not { } found
            || (found.PropertyType.IsValueType && Nullable.GetUnderlyingType(found.PropertyType) is null)
        select $"{patch.Name}: {name}");

    [Test]
    public void Every_PATCH_has_a_merge_patch_body() =>
        Assert.That(Patches.Count(), Is.EqualTo(Contract.Operations.Count(operation => operation.Method == "PATCH")),
        "Every PATCH of the contract has a body of its own with x-merge-patch.");

    [Test]
    public async Task The_client_sends_a_null_that_was_assigned_and_nothing_else()
    {
        var handler = new CapturingHandler(body: """{"id":"f","name":"n","instructions":"i"}""");

        await CapturingHandler.Client(handler).Functions.UpdateAsync("f", new UpdateFunctionRequest { Description = null });

        Assert.That(handler.Body, Is.EqualTo("""{"description":null}"""));
    }

    [Test]
    public async Task The_client_sends_nothing_that_was_not_set()
    {
        var handler = new CapturingHandler(body: """{"span_id":"s"}""");

        await CapturingHandler.Client(handler).Functions.CallAsync("f", new CallFunctionRequest());

        Assert.That(handler.Body, Is.EqualTo("{}"));
    }

    [Test]
    public async Task The_client_rejects_a_request_whose_required_field_is_not_set()
    {
        var handler = new CapturingHandler();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => CapturingHandler.Client(handler).Calls.CallAsync(new CallRequest()));

        Assert.That(exception!.Message, Does.Contain("CallRequest.Name"));
        Assert.That(handler.Method, Is.Empty, "Nothing is sent.");
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && property.IsDefined(typeof(JsonPropertyAttribute)));

    private static object With(Type type, PropertyInfo property, object? value)
    {
        var request = Activator.CreateInstance(type)!;
        property.SetValue(request, value);
        return request;
    }
}
