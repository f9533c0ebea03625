using System.Text.Json;

namespace Opper.Tool.Tests;

public sealed class BatchTests : ToolTest
{
    private const string Three = "\"one\"\n\n\"two\"\n\"three\"\n";

    [SetUp]
    public void Script() => Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());

    [Test]
    public async Task Each_line_has_a_result()
    {
        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", Three), "--ordered")).Ends(0);

        Assert.That(Lines(run.Out).Select(line => $"{line.GetProperty("index")} {line.GetProperty("input")} {line.GetProperty("output")}"),
            Is.EqualTo(new[] { "0 one ONE", "1 two TWO", "2 three THREE" }));
        Assert.That(run.Error, Does.StartWith("3 done, 0 failed, 0 recorded before; "));
    }

    [Test]
    public async Task Batch_reads_a_property_of_each_line_from_a_pipe()
    {
        var run = (await RunWithInputAsync("{\"mail\": \"one\", \"n\": 1}\n", "batch", "shout", "-i", "Shout.", "--field", "mail")).Ends(0);
        Assert.That(run.Out, Does.StartWith("{\"index\":0,\"input\":\"one\",\"output\":\"ONE\",\"cost\":").And.EndsWith("}\n"));
    }

    [Test]
    public async Task Completed_rows_are_not_called_again()
    {
        string[] arguments = ["batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", Three), "--output", PathOf("out.jsonl"), "--json"];

        (await RunAsync(arguments)).Ends(0);
        var calls = Emulator.Requests.Count;
        var summary = (await RunAsync(arguments)).Ends(0).Json;

        Assert.That(Emulator.Requests, Has.Count.EqualTo(calls));
        Assert.That((summary.GetProperty("replayed").GetInt32(), summary.GetProperty("cost").GetDecimal()), Is.EqualTo((3, 0m)));
        Assert.That(await File.ReadAllLinesAsync(PathOf("out.jsonl")), Has.Length.EqualTo(3));
        (await RunAsync([.. arguments, "--model", "openai/gpt-4o"])).Ends(0);
        Assert.That(Emulator.Requests, Has.Count.EqualTo(calls + 3), "another model is other work");
    }

    [Test]
    public async Task A_failed_row_is_a_line_with_its_error()
    {
        Emulator.OnCall("weigh").Returns("light");
        Emulator.OnCall("weigh").When(call => call.InputText == "two").Throws(400, "too heavy");

        var run = (await RunAsync("batch", "weigh", "-i", "Weigh.", "--input", Write("in.jsonl", Three), "--ordered")).Ends(4);

        var lines = Lines(run.Out);
        Assert.That(lines.Select(line => line.TryGetProperty("error", out _)), Is.EqualTo(new[] { false, true, false }));
        Assert.That(lines[1].GetProperty("error").GetProperty("type").GetString(), Is.EqualTo(typeof(OpperBadRequestException).FullName));
        Assert.That(lines[1].GetProperty("error").GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(run.Error, Does.StartWith("3 done, 1 failed"));
    }

    [Test]
    public async Task A_pilot_runs_some_rows_and_projects_the_rest()
    {
        var input = Write("in.jsonl", string.Concat(Enumerable.Range(0, 100).Select(i => $"\"row {i}\"\n")));

        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--input", input, "--output", PathOf("out.jsonl"), "--pilot", "5", "--json")).Ends(0).Json;

        Assert.That(Emulator.Requests.Count(request => request.Path == "/v2/call"), Is.EqualTo(5));
        Assert.That(run.GetProperty("projected_cost").GetDecimal(), Is.EqualTo(run.GetProperty("cost").GetDecimal() * 20));
    }

    [TestCase("csv")]
    [TestCase("tsv")]
    [TestCase("parquet")]
    [TestCase("ndjson")]
    public async Task Results_are_written_in_the_format_of_the_extension_and_can_be_inputs_again(string extension)
    {
        var written = PathOf("out." + extension);
        (await RunAsync("batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", Three), "--output", written, "--ordered")).Ends(0);

        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--input", written, "--field", "output", "--ordered")).Ends(0);

        Assert.That(Lines(run.Out).Select(line => line.GetProperty("input").GetString()), Is.EqualTo(new[] { "ONE", "TWO", "THREE" }));
    }

    [Test]
    public async Task The_format_of_a_pipe_and_of_other_extensions_can_be_given()
    {
        string[] options = ["--field", "mail", "--in-format", "csv", "--out-format", "csv"];
        var run = (await RunWithInputAsync("mail,n\r\n\"one, and\nmore\",1\r\n", ["batch", "shout", "-i", "Shout.", .. options])).Ends(0);

        Assert.That(run.Out, Does.StartWith("index,input,output,error.type,error.message,cost,").And.Contain("\"one, and\nmore\",\"ONE, AND\nMORE\",,,"));
        (await RunAsync("batch", "shout", "-i", "Shout.", "--input", Write("in.txt", Three), "--in-format", "jsonl")).Ends(0);
    }

    [Test]
    public async Task Rows_of_a_table_are_objects()
    {
        Emulator.OnCall("split").Returns(new { first = "a b" });

        var (schema, input) = (Write("schema.json", """{"type":"object"}"""), Write("in.csv", "id,text\n7,x\n"));
        var run = (await RunAsync("batch", "split", "-i", "Split.", "--schema", schema, "--input", input)).Ends(0);

        Assert.That(run.Out, Does.StartWith("{\"index\":0,\"input\":{\"id\":\"7\",\"text\":\"x\"},\"output\":{\"first\":\"a b\"},"));
    }

    [TestCase("\"one\"\nnot JSON\n", "in.jsonl' is not valid JSON")]
    [TestCase("\"one\"\nnot JSON\n", "Line 2 of '")]
    [TestCase("{\"mail\": 1}\nnull\n", "Row 2 is not a JSON object with 'mail'", "--field", "mail")]
    [TestCase("{\"mail\": 1}\n{\"a\": 1}\n", "Row 2 is not a JSON object with 'mail'", "--field", "mail")]
    public async Task An_invalid_line_is_reported_by_number(string text, string reason, params string[] more) =>
        Assert.That((await RunAsync(["batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", text), .. more])).Ends(2).Error, Does.Contain(reason));

    [TestCase("--pilot", "3")]
    [TestCase("--input", "/nowhere/in.jsonl")]
    [TestCase("--concurrency", "0")]
    [TestCase("--in-format", "parquet")]
    [TestCase("--in-format", "xlsx")]
    [TestCase("--output", "out.xlsx")]
    public async Task Unsupported_options_are_reported(params string[] arguments) => (await RunAsync(["batch", "shout", "-i", "Shout.", .. arguments])).Ends(2);

    [TestCase("[1]")]
    [TestCase("true")]
    [TestCase("{\"type\": \"object\"}")]
    public async Task A_schema_is_an_object_and_not_overwritten_by_results(string text)
    {
        var (schema, input) = (Write("schema.jsonl", text), Write("in.jsonl", Three));
        var output = text[0] == '{' ? schema : PathOf("out.csv");

        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--schema", schema, "--input", input, "--output", output)).Ends(2);

        Assert.That(run.Error, Does.Contain(text[0] == '{' ? "--schema and --output are the same file" : $"{schema} is not a JSON Schema"));
        Assert.That(await File.ReadAllTextAsync(schema), Is.EqualTo(text));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task An_input_is_not_overwritten_by_its_results()
    {
        var file = Write("in.jsonl", Three);
        (await RunAsync("batch", "shout", "-i", "Shout.", "--input", file, "--output", file)).Ends(2);
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(Three));
    }

    private static List<JsonElement> Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line))];
}
