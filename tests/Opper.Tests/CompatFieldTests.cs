using System.Reflection;

namespace Opper.Tests;

/// <summary>No field of a call is lost on the compat surface: it is sent, or rejected by name.</summary>
[NonParallelizable]
public sealed class CompatFieldTests
{
    private static IEnumerable<PropertyInfo> Fields() => typeof(CallRequest).GetProperties().Where(property => property.SetMethod is not null);

    [TestCaseSource(nameof(Fields))]
    public async Task A_field_of_a_call_is_translated_to_compat_or_rejected_by_name(PropertyInfo field)
    {
        var plain = new CallRequest { Name = "n", Input = "x" };
        var changed = new CallRequest { Name = "n", Input = "x" };
        field.SetValue(changed, Value(field));

        try
        {
            Assert.That(await SentAsync(changed), Is.Not.EqualTo(await SentAsync(plain)));
        }
        catch (NotSupportedException refusal)
        {
            Assert.That(refusal.Message, Does.Contain($"CallRequest.{field.Name}"));
        }
    }

    private static async Task<string> SentAsync(CallRequest request)
    {
        using var client = TestClient.Answering("""{"choices":[{"message":{"content":"{\"a\":1}"}}]}""",
            configure: options => options.Surface = OpperSurface.Compat);
        await client.Opper.CallAsync(request);
        var sent = client.Sent.Single();
        var headers = sent.Headers.Where(header => header.Key.StartsWith("X-Opper", StringComparison.OrdinalIgnoreCase));
        return $"{sent.Body} {string.Join(' ', headers.Select(header => $"{header.Key}: {header.Value}"))}";
    }

    // A new field of the contract gets a value by its type; a new type must be added here.
    private static object Value(PropertyInfo field) => field.PropertyType switch
    {
        var type when type == typeof(string) => "66666666-6666-4666-8666-666666666666",
        var type when type == typeof(object) => field.Name.EndsWith("Schema", StringComparison.Ordinal) ? OpperSchema.For<Answer>() : "y",
        var type when type == typeof(ModelSelection) => ModelSelection.Of("openai/gpt-4o-mini"),
        var type when type == typeof(CallConfiguration) => new CallConfiguration { AdditionalProperties = { ["invocation"] = "x" } },
        var type when type == typeof(IList<CallExample>) => new List<CallExample> { new() { Input = "a", Output = "b" } },
        var type when type == typeof(Dictionary<string, string>) => new Dictionary<string, string> { ["a"] = "b" },
        var type when Nullable.GetUnderlyingType(type) == typeof(bool) => true,
        var type when (Nullable.GetUnderlyingType(type) ?? type).IsPrimitive => 7,
        var type => throw new NotSupportedException($"Say here which value a {type} has."),
    };

    private sealed record Answer(int A);
}
