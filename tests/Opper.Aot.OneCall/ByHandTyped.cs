using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

using var schema = JsonDocument.Parse(Schema.Text);
using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("OPPER_BASE_URL") + "/") };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("OPPER_API_KEY"));
using var response = await http.PostAsJsonAsync("v2/call", new Question("one/call", "Answer.", "Which harbours freeze?", schema.RootElement),
    Json.Default.Question);
response.EnsureSuccessStatusCode();
var answer = (await response.Content.ReadFromJsonAsync(Json.Default.Answer))!;
Console.WriteLine($"{answer.SpanId} {answer.JsonPayload?.Title}");

internal static class Schema
{
    public const string Text = """
        {"type":"object","properties":{"title":{"type":"string"},"summary":{"type":"string"},"score":{"type":"number"},"year":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}},
        "people":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}}},
        "required":["title","summary","score","year","tags","people"],"additionalProperties":false}
        """;
}

internal sealed record Question(string Name, string Instructions, string Input, JsonElement OutputSchema);

internal sealed record Answer(string SpanId, Harbour? JsonPayload);

internal sealed record Harbour(string Title, string Summary, double Score, int Year, List<string> Tags, List<Person> People);

internal sealed record Person(string Name, int Age);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class Json : JsonSerializerContext;
