using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("OPPER_BASE_URL") + "/") };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("OPPER_API_KEY"));
using var response = await http.PostAsJsonAsync("v2/call", new Question("one/call", "Answer.", "What is the capital of Norway?"), Json.Default.Question);
response.EnsureSuccessStatusCode();
var answer = (await response.Content.ReadFromJsonAsync(Json.Default.Answer))!;
Console.WriteLine($"{answer.SpanId} {answer.Message}");

internal sealed record Question(string Name, string Instructions, string Input);

internal sealed record Answer(string SpanId, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class Json : JsonSerializerContext;
