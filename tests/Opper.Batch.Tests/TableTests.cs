using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Tables and lines as other programs write them.</summary>
public sealed class TableTests
{
    [TestCase("id;text\n1;hello\n", "'id;text'", "separator")]
    [TestCase("id,body\n1,hello\n", "no column for the member 'text'", "'id', 'body'")]
    [TestCase("id,text,Text\n1,a,b\n", "several columns for the member 'text'", "'text', 'Text'")]
    [TestCase("id,text,,\n1,a,,\n", "header", "its own name")]
    [TestCase("id,text\n1,a\n2\n", "Row 2", "line 3")]
    [TestCase("id,text\n1,\"a\nb\"\n2,b,c\n", "Row 2", "line 4")]
    [TestCase("id,text\n1,a\n2,\"b\n3,c\n", "Row 2", "not closed")]
    [TestCase("id,text\nx,a\n", "Row 1", "$.id")]
    public async Task A_table_that_is_not_of_the_type_is_rejected(string table, string problem, string detail)
    {
        using var folder = new TestFolder();
        var path = folder.File("mails.csv");
        await File.WriteAllTextAsync(path, table);

        Assert.That(async () => await BatchFiles.ReadAsync<Mail>(path).CountAsync(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(problem).And.Message.Contains(detail).And.Message.Contains(path));
    }

    [Test]
    public async Task Blank_lines_of_a_table_are_skipped_and_values_are_read_as_spreadsheets_write_them()
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.csv");
        await File.WriteAllTextAsync(path, "on,team,amount\nTRUE,Delivery,NaN\n\nFalse,billing,0.5\n\n");

        Assert.That(await BatchFiles.ReadAsync<Row>(path).ToListAsync(),
            Is.EqualTo(new[] { new Row(true, Team.Delivery, double.NaN), new Row(false, Team.Billing, 0.5) }));
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    public async Task Text_that_is_not_UTF_8_is_rejected(string extension)
    {
        using var folder = new TestFolder();
        var path = folder.File("mails." + extension);
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("\"text\"\n\"caf\u00e9\"\n"));

        Assert.That(async () => await BatchFiles.ReadAsync<RawJson>(path).CountAsync(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains("UTF-8"));
        using var reader = new StreamReader(path, Encoding.Latin1);
        var format = extension == "csv" ? BatchFormat.Csv : BatchFormat.JsonLines;
        Assert.That(await BatchFiles.ReadAsync<string>(reader, format).LastAsync(), Is.EqualTo("caf\u00e9"));
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    public async Task Text_after_a_byte_order_mark_must_be_UTF_8_as_well(string extension)
    {
        using var folder = new TestFolder();
        var path = folder.File("mails." + extension);
        await File.WriteAllBytesAsync(path, [.. Encoding.UTF8.Preamble, .. Encoding.Latin1.GetBytes("\"text\"\n\"caf\u00e9\"\n")]);

        Assert.That(async () => await BatchFiles.ReadAsync<string>(path).CountAsync(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains("UTF-8"));
    }

    [TestCase("jsonl", "{\"state\":\"in_progress\",\"team\":1}\n{\"state\":\"done\",\"team\":\"delivery\"}\n")]
    [TestCase("csv", "state,team\nin_progress,1\ndone,delivery\n")]
    public async Task Enumerations_keep_a_converter_of_their_own_and_may_be_numbers(string extension, string text)
    {
        using var folder = new TestFolder();
        var (path, results) = (folder.File("tickets." + extension), folder.File("results." + extension));
        await File.WriteAllTextAsync(path, text);

        Assert.That(await BatchFiles.ReadAsync<Ticket>(path).ToListAsync(),
            Is.EqualTo(new[] { new Ticket(State.InProgress, Team.Delivery), new Ticket(State.Done, Team.Delivery) }));

        var runner = BatchRunner.For<int, Ticket>((_, _) => Task.FromResult(new Ticket(State.InProgress, Team.Delivery)));
        await runner.RunAsync([1]).WriteAsync(results);
        Assert.That(await File.ReadAllTextAsync(results), Does.Contain("in_progress").And.Contain("Delivery"));
    }

    [Test]
    public async Task A_member_that_is_not_part_of_the_JSON_needs_no_column()
    {
        using var text = new StringReader("text\na\n");

        Assert.That(await BatchFiles.ReadAsync<Note>(text, BatchFormat.Csv).ToListAsync(), Is.EqualTo(new[] { new Note("a", 0) }));
    }

    [Test]
    public async Task A_line_of_text_may_begin_with_a_quotation()
    {
        using var text = new StringReader("\"Great\" he said\n\"JSON\\ttext\"\n");

        Assert.That(await BatchFiles.ReadAsync<string>(text, BatchFormat.JsonLines).ToListAsync(), Is.EqualTo(new[] { "\"Great\" he said", "JSON\ttext" }));
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("parquet")]
    public async Task Results_are_written_with_their_names_and_all_their_digits(string extension)
    {
        using var folder = new TestFolder();
        var path = folder.File("results." + extension);
        var runner = BatchRunner.For<(int Id, string Text), Result>(
            (row, _) => Task.FromResult(new Result(1234567890.1234567890123456789m, 0.1f, double.NaN, Team.Delivery, Team.Delivery)));

        Assert.That((await runner.RunAsync([(7, "seven")]).WriteAsync(path)).Rows, Is.EqualTo(1));

        var written = (await BatchFiles.ReadAsync<RawJson>(path).SingleAsync()).GetRawText();
        Assert.That(written, Does.Contain("NaN").And.Contain("seven"));
        Assert.That(written.Split("Delivery"), Has.Length.EqualTo(3));
        if (extension != "parquet")
        {
            Assert.That(written, Does.Contain("1234567890.1234567890123456789").And.Contain("0.1").And.Not.Contain("0.1000000"));
        }
    }

    private sealed record Mail(int Id, string Text);

    private sealed record Note(string Text, [property: JsonIgnore] int Length);

    private sealed record Ticket(State State, Team Team);

    private sealed record Row(bool On, Team Team, double Amount);

    private sealed record Result(decimal Exact, float Single, double Nan, Team Team, Team? Maybe);

    [JsonConverter(typeof(StateConverter))]
    private enum State
    {
        InProgress,
        Done,
    }

    private sealed class StateConverter() : JsonStringEnumConverter<State>(JsonNamingPolicy.SnakeCaseLower);

    private enum Team
    {
        Billing,
        Delivery,
    }
}
