using System.Text.Json.Serialization;
using Opper;

var opper = new OpperClient();
var answer = await opper.CallAsync(new CallRequest { Name = "one/call", Instructions = "Answer.", Input = "Which harbours freeze?" }, Json.Default.Harbour);
Console.WriteLine($"{answer.SpanId} {answer.Value.Title}");

internal sealed record Harbour(string Title, string Summary, double Score, int Year, List<string> Tags, List<Person> People);

internal sealed record Person(string Name, int Age);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Harbour))]
internal sealed partial class Json : JsonSerializerContext;
