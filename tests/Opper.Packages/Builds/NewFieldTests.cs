using System.Text;
using System.Text.Json.Nodes;

namespace Opper.Packages.Builds;

/// <summary>A field that is added to the contract is sent and read without changes to C#, whatever its type and schema.</summary>
public sealed class NewFieldTests
{
    private const string Contract = "opper.yaml";
    private const string Text = "zz_text";
    private const string Number = "zz_number";
    private const string Names = "zz_names";
    private const string Any = "zz_any";

    // The first three were once read and written by separate lists of their members.
    private static readonly string[] Schemas = ["CallRequest", "CallResponse", "StreamChunk", "CreateFunctionRequest", "Usage",
        "UpdateFunctionRequest", "RerankRequest"];

    private WorkingCopy _copy = null!;
    private JsonNode _printed = null!;

    [OneTimeSetUp]
    public async Task BuildAndRunAsync()
    {
        _copy = await WorkingCopy.CreateAsync();
        foreach (var schema in Schemas)
        {
            var property = _copy.PathOf(Contract) is var path && File.ReadAllText(path).IndexOf($"    {schema}:\n", StringComparison.Ordinal) is var at and >= 0
                ? File.ReadAllText(path).IndexOf("      properties:\n", at, StringComparison.Ordinal)
                : throw new InvalidOperationException($"{Contract} has no {schema}");
            var text = File.ReadAllText(_copy.PathOf(Contract));
            File.WriteAllText(_copy.PathOf(Contract), text.Insert(property + "      properties:\n".Length, $"""
                        {Text}:
                          type: string
                          description: A new text.
                          nullable: true
                        {Number}:
                          type: integer
                          format: int32
                          description: A new number.
                          nullable: true
                        {Names}:
                          type: array
                          description: New names.
                          nullable: true
                          items:
                            type: string
                        {Any}:
                          description: Anything new.

                """.ReplaceLineEndings("\n")));
        }

        var app = Path.Combine(_copy.Folder, "app");
        Directory.CreateDirectory(app);
        File.WriteAllText(Path.Combine(app, "App.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../src/Opper/Opper.csproj" AdditionalProperties="TargetFrameworks=net10.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(app, "Program.cs"), Program());
        var output = (await DotNet.RunAsync(app, "run", "-nodeReuse:false", "-p:TargetFrameworks=net10.0", "-p:NoWarn=CA2000%3BCA1852%3BRCS0056")).Succeeds();
        _printed = JsonNode.Parse(output.Text[output.Text.IndexOf('{', StringComparison.Ordinal)..])!;
    }

    [OneTimeTearDown]
    public void Delete() => _copy.Dispose();

    [TestCase("CallRequest")]
    [TestCase("CreateFunctionRequest")]
    [TestCase("UpdateFunctionRequest")]
    [TestCase("RerankRequest")]
    public void A_field_added_to_the_contract_is_sent(string request)
    {
        var sent = _printed[request]!;

        Assert.That((string?)sent[Text], Is.EqualTo("new"));
        Assert.That((int?)sent[Number], Is.EqualTo(7));
        Assert.That(sent[Names]!.ToJsonString(), Is.EqualTo("""["a","b"]"""));
        Assert.That(sent[Any]!.ToJsonString(), Is.EqualTo("""{"deep":[1]}"""));
    }

    [TestCase("CallResponse")]
    [TestCase("Usage")]
    [TestCase("StreamChunk")]
    public void A_field_added_to_the_contract_is_read(string answer) => Assert.That((string?)_printed[answer], Is.EqualTo("""new 7 a,b {"deep":[1]}"""));

    private static string Program()
    {
        var set = "ZzText = \"new\", ZzNumber = 7, ZzNames = [\"a\", \"b\"], ZzAny = new Dictionary<string, object?> { [\"deep\"] = new object[] { 1 } }";
        var fields = "\"zz_text\":\"new\",\"zz_number\":7,\"zz_names\":[\"a\",\"b\"],\"zz_any\":{\"deep\":[1]}".Replace("\"", "\\\"", StringComparison.Ordinal);
        var program = new StringBuilder("""
            using System.Net;
            using System.Text;
            using Opper;
            using Opper.Functions;
            using Opper.Rerank;

            var handler = new Handler();
            var opper = new OpperClient(new OpperClientOptions { ApiKey = "k" }, new HttpClient(handler));
            var printed = new Dictionary<string, string>();

            """);
        foreach (var (request, call) in new[]
        {
            ("CallRequest", "await opper.CallAsync(new CallRequest { Name = \"n\", SET })"),
            ("CreateFunctionRequest", "await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = \"n\", Instructions = \"i\", SET })"),
            ("UpdateFunctionRequest", "await opper.Functions.UpdateAsync(\"f\", new UpdateFunctionRequest { SET })"),
            ("RerankRequest",
                "await opper.Rerank.RerankAsync(new RerankRequest { Query = \"q\", Model = \"m\", Documents = [new RerankDocument { Text = \"t\" }], SET })"),
        })
        {
            program.Append("handler.Answer = \"{}\";\n").Append(call.Replace("SET", set, StringComparison.Ordinal))
                .Append($";\nprinted[\"{request}\"] = handler.Sent;\n");
        }

        return program.Append($$"""
            handler.Answer = "{\"span_id\":\"s\",{{fields}},\"usage\":{ {{fields}} } }";
            var answer = await opper.CallAsync(new CallRequest { Name = "n" });
            printed["CallResponse"] = Quote($"{answer.ZzText} {answer.ZzNumber} {string.Join(',', answer.ZzNames!)} {answer.ZzAny}");
            printed["Usage"] = Quote($"{answer.Usage!.ZzText} {answer.Usage.ZzNumber} {string.Join(',', answer.Usage.ZzNames!)} {answer.Usage.ZzAny}");
            handler.Answer = "data: { \"delta\":\"x\",{{fields}} }\n\n";
            handler.MediaType = "text/event-stream";
            await foreach (var chunk in opper.Calls.StreamAsync(new CallRequest { Name = "n" }))
            {
                printed["StreamChunk"] = Quote($"{chunk.ZzText} {chunk.ZzNumber} {string.Join(',', chunk.ZzNames!)} {chunk.ZzAny}");
            }

            Console.WriteLine("{" + string.Join(",", printed.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}");

            static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

            internal sealed class Handler : HttpMessageHandler
            {
                public string Answer = "{}";
                public string MediaType = "application/json";
                public string Sent = "";

                protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
                {
                    Sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(token);
                    return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer, Encoding.UTF8, MediaType) };
                }
            }
            """).ToString();
    }
}
