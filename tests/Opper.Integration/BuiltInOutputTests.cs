using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>The rules by which the emulator fills an output schema without a language model, as its README documents them.</summary>
public sealed class BuiltInOutputTests
{
    private OpperEmulator _emulator = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _emulator = await OpperEmulator.StartAsync();
        _http = new HttpClient { BaseAddress = _emulator.BaseAddress };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "op-any");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _emulator.DisposeAsync();
    }

    [TestCase("title", """{"type":"string"}""", "Title: A tale\nOnce upon a time.", "\"A tale\"")]
    [TestCase("dueDate", """{"type":"string"}""", """{"due_date":"tomorrow","text":"Pay by 2026-03-01."}""", "\"tomorrow\"")]
    [TestCase("tags", """{"type":"array","items":{"type":"string"}}""", """{"tags":["one","two"],"text":"Other words."}""", """["one","two"]""")]
    [TestCase("mood", """{"enum":["calm","stormy"]}""", "The sea was stormy, very stormy, then calm.", "\"stormy\"")]
    [TestCase("size", """{"enum":["small","large"]}""", "There is no evidence.", "\"small\"")]
    [TestCase("size", """{"enum":["small","large",null]}""", "There is no evidence.", "null")]
    [TestCase("urgent", """{"type":"boolean"}""", "This is urgent.", "true")]
    [TestCase("urgent", """{"type":"boolean"}""", "This can wait.", "false")]
    [TestCase("amount", """{"type":"number"}""", "Within 3 days, an amount of 120.50 is due.", "120.5")]
    [TestCase("weight", """{"type":"integer"}""", "There are 9 of them, or 10.", "9")]
    [TestCase("weight", """{"type":["integer","null"]}""", "There are 9 of them, or 10.", "null")]
    [TestCase("score", """{"type":"integer","minimum":1,"maximum":5}""", "It has a score of 9.", "5")]
    [TestCase("due", """{"type":"string","format":"date"}""", "Pay by March 1st, 2026, please.", "\"2026-03-01\"")]
    [TestCase("mail", """{"type":"string"}""", "Write to ann@example.com or to ben@example.com.", "\"ann@example.com\"")]
    [TestCase("order_id", """{"type":"string"}""", "The order A-17 is late.", "\"A-17\"")]
    [TestCase("steps", """{"type":"array","items":{"type":"string"}}""", "How to:\n- mix\n- bake", """["mix","bake"]""")]
    [TestCase("people", """{"type":"array","items":{"type":"string"}}""", "One day Ann met Ben, and then Ann saw Ben again.", """["Ann","Ben"]""")]
    [TestCase("words", """{"type":"array","items":{"type":"string"},"maxItems":1}""", "A river and a mountain. The river is long.", """["river"]""")]
    [TestCase("opening_hours", """{"type":"string"}""", "The shop is old. Its opening hours are nine to five.", "\"Its opening hours are nine to five.\"")]
    [TestCase("answer", """{"type":"string"}""", """{"question":"When is it open?","passages":["It is red.","It is open at nine."]}""",
        "\"It is open at nine.\"")]
    public async Task A_property_is_filled_by_its_rule(string property, string schema, string input, string expected)
    {
        using var response = await _http.PostAsJsonAsync("/v2/call", new JsonObject
        {
            ["name"] = "rules",
            ["input"] = input.StartsWith('{') ? JsonNode.Parse(input) : input,
            ["output_schema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [property] = JsonNode.Parse(schema) },
                ["required"] = new JsonArray(property),
            },
        });

        var value = (await response.Content.ReadFromJsonAsync<JsonObject>())!["json_payload"]![property];
        Assert.That(value?.ToJsonString() ?? "null", Is.EqualTo(expected));
    }
}
