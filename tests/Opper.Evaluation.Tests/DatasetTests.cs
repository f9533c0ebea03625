using Opper.Datasets;
using Opper.Functions;

namespace Opper.Evaluation.Tests;

public sealed class DatasetTests : EvaluationTest
{
    [Test]
    public async Task The_dataset_of_a_function_is_read_as_cases()
    {
        var function = await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "triage", Instructions = "Choose." });
        await Opper.Datasets.CreateEntryAsync(function.DatasetId!,
            new CreateDatasetEntryRequest { Input = new { mail = "Late." }, Output = "x", Expected = new { team = "shipping" } });
        await Opper.Datasets.CreateEntryAsync(function.DatasetId!, new CreateDatasetEntryRequest { Input = "42", Output = "billing" });

        var cases = await EvaluationDataset.FromFunctionAsync(Opper, "triage").ToListAsync();

        Assert.That(cases.Select(one => (one.Input.GetRawText(), one.Expected!.GetRawText())),
            Is.EquivalentTo(new[] { ("{\"mail\":\"Late.\"}", "{\"team\":\"shipping\"}"), ("\"42\"", "\"billing\"") }));
        Assert.That(cases.Select(one => one.Id), Is.Unique);
    }

    [Test]
    public async Task A_JSONL_file_is_read_as_cases()
    {
        var path = Path.Combine(Folder, "cases.jsonl");
        await File.WriteAllTextAsync(path,
            "{\"input\": \"a\", \"expected\": 1.50}\n\n{\"id\": \"second\", \"input\": {\"x\": 1}}\n{\"input\": \"c\", \"expected\": null}\n");

        var cases = await EvaluationDataset.FromJsonlAsync(path).ToListAsync();

        Assert.That(cases.Select(one => (one.Id, one.Input.GetRawText(), one.Expected?.GetRawText())),
            Is.EqualTo(new[] { ("1", "\"a\"", "1.50"), ("second", "{\"x\":1}", null), ("4", "\"c\"", (string?)null) }));
    }

    [TestCase("{\"input\": 1}\n{broken")]
    [TestCase("{\"input\": 1}\n[1]")]
    [TestCase("{\"input\": 1}\n{\"expected\": 1}")]
    [TestCase("{\"input\": 1}\n{\"input\": 1, \"id\": \" \"}")]
    [TestCase("{\"input\": 1}\n{\"input\": 1, \"id\": \"\\ud800\"}")]
    public async Task A_line_that_is_not_a_case_is_reported_by_number(string text)
    {
        var path = Path.Combine(Folder, "cases.jsonl");
        await File.WriteAllTextAsync(path, text);
        Assert.That((await Assert.CatchAsync<InvalidDataException>(async () => await EvaluationDataset.FromJsonlAsync(path).ToListAsync()))!.Message,
            Does.Contain("line 2"));
    }

    [Test]
    public async Task An_ID_of_null_is_the_line_number()
    {
        var path = Path.Combine(Folder, "cases.jsonl");
        await File.WriteAllTextAsync(path, "{\"input\": 1, \"id\": null}");
        Assert.That((await EvaluationDataset.FromJsonlAsync(path).SingleAsync()).Id, Is.EqualTo("1"));
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    public async Task Text_that_is_not_UTF_8_is_rejected(string mark)
    {
        var path = Path.Combine(Folder, "cases.jsonl");
        await File.WriteAllBytesAsync(path,
            [.. System.Text.Encoding.UTF8.GetBytes(mark), .. System.Text.Encoding.Latin1.GetBytes("{\"input\": \"caf\u00e9\"}")]);
        Assert.That((await Assert.CatchAsync<InvalidDataException>(async () => await EvaluationDataset.FromJsonlAsync(path).ToListAsync()))!.Message,
            Does.Contain(path).And.Contain("UTF-8"));
    }
}
