using System.Reflection;
using Opper.Knowledge;

namespace Opper.Conventions;

/// <summary>Missing required fields are found before sending, at any depth, for every operation.</summary>
public sealed class RequiredFieldTests
{
    [Test]
    public async Task An_unset_required_field_is_rejected_by_name()
    {
        var offenders = new List<string>();
        var count = 0;
        foreach (var (operation, method, body) in Requests())
        {
            foreach (var place in RequiredPlaces(operation.RequestSchema!, body))
            {
                count++;
                var handler = new CapturingHandler();
                var exception = await SendAsync(operation, method, Without(body, place), handler);
                if (exception is not ArgumentException refused || !refused.Message.Contains($"'{place.Name}'", StringComparison.Ordinal)
                    || handler.Method.Length > 0)
                {
                    offenders.Add($"{operation.Id}: {place.Path}: {exception?.GetType().Name ?? "sent"} {exception?.Message}");
                }
            }
        }

        Rule.Holds("A request without a required field throws an ArgumentException with its name, and nothing is sent.", offenders);
        Assert.That(count, Is.GreaterThan(40), "Required fields were found.");
    }

    [Test]
    public async Task Every_field_can_be_sent_as_an_explicit_null()
    {
        var offenders = new List<string>();
        foreach (var (operation, method, body) in Requests().Where(request => request.Operation.Id != "Knowledge_DeleteDocuments"))
        {
            foreach (var name in body.Properties().Select(property => property.Name).Where(name => name != SampleJson.UnknownField))
            {
                var handler = new CapturingHandler(body: "{}");
                var request = Read(Without(body, new Place(name, name)), method);
                ((IDictionary<string, RawJson?>)request.GetType().GetProperty("AdditionalProperties")!.GetValue(request)!)[name] = null;
                var exception = await SendAsync(operation, method, request, handler);
                if (handler.Body is not { Length: > 0 } sent || JObject.Parse(sent)[name] is not { Type: JTokenType.Null })
                {
                    offenders.Add($"{operation.Id}: {name}: {exception?.Message ?? handler.Body}");
                }
            }
        }

        Rule.Holds("AdditionalProperties[name] = null sends an explicit null for every field of every request.", offenders);
    }

    [Test]
    public async Task A_field_that_is_set_twice_is_rejected()
    {
        var handler = new CapturingHandler();
        var request = new CallRequest { Name = "n", Instructions = "a", AdditionalProperties = { ["instructions"] = "b" } };

        var exception = await Assert.CatchAsync<ArgumentException>(() => CapturingHandler.Client(handler).CallAsync(request));

        Assert.That(exception!.Message, Does.Contain("'instructions'"));
        Assert.That(handler.Method, Is.Empty);
    }

    [Test]
    public async Task A_delete_with_an_explicitly_null_filter_is_rejected()
    {
        var handler = new CapturingHandler();
        var request = new DeleteDocumentsRequest { AdditionalProperties = { ["filters"] = null } };

        await Assert.CatchAsync<ArgumentException>(() => CapturingHandler.Client(handler).Knowledge.DeleteDocumentsAsync("k", request));

        Assert.That(handler.Method, Is.Empty);
    }

    private static IEnumerable<(ContractOperation Operation, MethodInfo Method, JObject Body)> Requests() =>
        from operation in Contract.Operations
           where operation.RequestSchema is not null && !operation.IsHandwritten && !operation.Streams
           let method = ContractTypes.Method(operation)
           where method is not null
           select (operation, method, Body(operation));

    private static JObject Body(ContractOperation operation)
    {
        var body = new SampleJson(0).Component(Contract.ReferenceName(operation.RequestSchema!)!);
        // A streamed response has a separate method.
        if (body["stream"] is not null)
        {
            body["stream"] = false;
        }

        return body;
    }

    // Content of an anyOf is kept unchanged, so it is not examined.
    private static IEnumerable<Place> RequiredPlaces(JObject schema, JToken value, string path = "")
    {
        schema = (JObject)Contract.Resolve(schema["allOf"] is JArray { Count: 1 } all ? all[0] : schema);
        if (value is JArray { Count: > 0 } items && schema["items"] is JObject item)
        {
            foreach (var place in RequiredPlaces(item, items[0], $"{path}[0]"))
            {
                yield return place;
            }
        }

        if (value is not JObject members || schema["properties"] is not JObject properties)
        {
            yield break;
        }

        foreach (var property in properties.Properties().Where(property => members[property.Name] is not null))
        {
            var at = path.Length == 0 ? $"['{property.Name}']" : $"{path}['{property.Name}']";
            if ((schema["required"] as JArray ?? []).Any(name => (string?)name == property.Name))
            {
                yield return new Place(property.Name, at);
            }

            foreach (var place in RequiredPlaces((JObject)property.Value, members[property.Name]!, at))
            {
                yield return place;
            }
        }
    }

    private static JObject Without(JObject body, Place place)
    {
        var copy = (JObject)body.DeepClone();
        (copy[place.Path] ?? copy.SelectToken(place.Path))!.Parent!.Remove();
        return copy;
    }

    private static object Read(JObject body, MethodInfo method) =>
        PlainJson.Read(body, method.GetParameters().Single(parameter => parameter.Name == "request").ParameterType)!;

    private static Task<Exception?> SendAsync(ContractOperation operation, MethodInfo method, JObject body, CapturingHandler handler) =>
        SendAsync(operation, method, Read(body, method), handler);

    private static async Task<Exception?> SendAsync(ContractOperation operation, MethodInfo method, object request, CapturingHandler handler)
    {
        var resource = typeof(OpperClient).GetProperty(operation.Resource)!.GetValue(CapturingHandler.Client(handler));
        try
        {
            var arguments = method.GetParameters().Select(parameter => parameter.Name switch
            {
                "request" => request,
                "cancellationToken" => CancellationToken.None,
                _ => parameter.ParameterType == typeof(string) ? "x" : null,
            });
            await (Task)method.Invoke(resource, [.. arguments])!;
            return null;
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private sealed record Place(string Name, string Path);
}
