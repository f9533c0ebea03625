using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Newtonsoft.Json.Linq;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Files of inputs and of results.</summary>
public sealed class FormatTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Gen<string> Texts = Gen.String[Gen.Char["ab ,;\t\"\n\r'é€0"], 0, 12];

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("tsv")]
    [TestCase("parquet")]
    public Task Written_results_can_be_read_back(string extension) => Gen.Select(Texts, Gen.Int, Gen.Double[-1e6, 1e6], Gen.Bool,
        (text, number, share, flag) => new Mail(text, number, share, flag, number % 2 == 0 ? null : number)).List[1, 20].SampleAsync(async mails =>
    {
        using var folder = new TestFolder();
        var path = folder.File("results." + extension);
        var summary = await BatchRunner.For<Mail, Topic>((mail, _) => mail.Number % 5 == 0 ? throw new InvalidDataException("five")
            : Task.FromResult(new Topic(mail.Text, [mail.Number])), new BatchOptions { Order = BatchOrder.Input })
            .RunAsync(mails).WriteAsync(path);

        var rows = await BatchFiles.ReadAsync<Dictionary<string, JsonElement>>(path).ToListAsync();
        return summary.Rows == mails.Count && summary.Failed == mails.Count(mail => mail.Number % 5 == 0) && rows.Count == mails.Count
            && rows.Zip(mails).All(pair => extension == "jsonl" ? IsLine(pair.First, pair.Second) : IsRow(pair.First, pair.Second));
    }, iter: 25, threads: 1);

    [Test]
    public async Task A_CSV_row_is_an_object_with_the_column_names()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.File("mails.csv"),
            "text,number,share,flag,maybe,unknown\r\n\"Hi, \"\"you\"\"\",7,0.5,true,,x\r\n12,8,1,false,9,y\r\n");
        var mails = await BatchFiles.ReadAsync<Mail>(folder.File("mails.csv")).ToListAsync();

        Assert.That(mails, Is.EqualTo(new[] { new Mail("Hi, \"you\"", 7, 0.5, true, null), new Mail("12", 8, 1, false, 9) }));
    }

    [Test]
    public async Task Lines_of_text_are_strings()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.File("mails.jsonl"), "\"one\"\n\n{\"two\":2}\n");
        Assert.That(await BatchFiles.ReadAsync<string>(folder.File("mails.jsonl")).ToListAsync(), Is.EqualTo(new[] { "one", "{\"two\":2}" }));
    }

    // The client would send U+FFFD in its place. Invalid bytes of UTF-8 are refused too.
    [TestCase("\"a\\ud800b\"", typeof(string))]
    [TestCase("\"a\\uDC00\\ud83db\"", typeof(RawJson))]
    [TestCase("{\"text\":[\"\\ude00\"]}", typeof(RawJson))]
    [TestCase("{\"te\\ud800xt\":1}", typeof(JToken))]
    [TestCase("\"a\\ud800b\"", typeof(object))]
    [TestCase("\"a\\ud800b\"", typeof(JsonElement))]
    [TestCase("\"a\\ud800b\"", typeof(JsonNode))]
    [TestCase("{\"text\":\"\\ud800\",\"number\":1,\"share\":1,\"flag\":true}", typeof(Mail))]
    public async Task Half_of_a_character_in_a_line_is_refused(string line, Type type)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.jsonl");
        await File.WriteAllTextAsync(path, $"{{}}\n{line}\n");
        var read = (Func<string, Task>)Delegate.CreateDelegate(typeof(Func<string, Task>),
            typeof(FormatTests).GetMethod(nameof(CountAsync), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type));

        await Assert.ThatAsync(() => read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains("Line 2").And.Message.Contains(path)
            .And.Message.Contains("surrogate"));
    }

    [Test]
    public async Task Half_of_a_character_in_a_cell_of_JSON_is_refused()
    {
        using var reader = new StringReader("id,json\n1,\"{\"\"a\"\":\"\"\\ud83d\\ude00\"\"}\"\n2,\"{\"\"a\"\":\"\"\\ud83d\"\"}\"\n");
        var rows = BatchFiles.ReadAsync<Cell>(reader, BatchFormat.Csv).GetAsyncEnumerator();

        Assert.That(await rows.MoveNextAsync(), Is.True);
        Assert.That((string?)rows.Current.Json["a"], Is.EqualTo("\ud83d\ude00"));
        await Assert.ThatAsync(() => rows.MoveNextAsync().AsTask(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("Row 2")
            .And.Message.Contains("surrogate"));
    }

    [TestCase("\"\\ud83d\\ude00\"", "\ud83d\ude00")]
    [TestCase("\"a\" is \\ud800", "\"a\" is \\ud800")]
    [TestCase("C:\\ud800", "C:\\ud800")]
    [TestCase("\"\\\\ud800\"", "\\ud800")]
    public async Task Whole_characters_and_text_that_is_not_JSON_are_kept(string line, string text)
    {
        using var reader = new StringReader(line);
        Assert.That(await BatchFiles.ReadAsync<string>(reader, BatchFormat.JsonLines).SingleAsync(), Is.EqualTo(text));
    }

    private static async Task CountAsync<T>(string path) => await BatchFiles.ReadAsync<T>(path).CountAsync();

    [Test]
    public async Task An_invalid_row_is_reported_by_number_without_its_content()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.File("mails.jsonl"), "{\"text\":\"one\",\"number\":1}\n{\"text\":\"secret\",\"number\":\"secret\"}\n");
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () => await BatchFiles.ReadAsync<Mail>(folder.File("mails.jsonl")).ToListAsync());

        Assert.That(failure!.Message, Does.Contain("2").And.Contain("number").And.Not.Contain("secret"));
    }

    [TestCase("a,b\n1,secret,3\n")]
    [TestCase("a,b\n1\n")]
    public async Task A_table_row_with_the_wrong_columns_is_rejected_without_its_content(string text)
    {
        using var reader = new StringReader(text);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await BatchFiles.ReadAsync<Dictionary<string, string>>(reader, BatchFormat.Csv).ToListAsync());

        Assert.That(failure!.ToString(), Does.Contain("1").And.Not.Contain("secret"));
    }

    [TestCase("")]
    [TestCase("a,b\n")]
    public async Task An_empty_table_has_no_rows(string text)
    {
        using var reader = new StringReader(text);
        Assert.That(await BatchFiles.ReadAsync<Dictionary<string, string>>(reader, BatchFormat.Csv).ToListAsync(), Is.Empty);
    }

    [TestCase(BatchFormat.JsonLines)]
    [TestCase(BatchFormat.Csv)]
    [TestCase(BatchFormat.Tsv)]
    public Task Any_JSON_is_written_on_one_line(BatchFormat format) => Gen.Select(Texts, Gen.Int).List[1, 10].SampleAsync(async values =>
    {
        var rows = values
            .Select(value => RawJson.Parse(JsonSerializer.Serialize(new { text = value.Item1, list = new object[] { value.Item2, value.Item1 } }, Indented)))
            .ToList();
        using var writer = new StringWriter();
        var runner = BatchRunner.For<RawJson, RawJson>((row, _) => Task.FromResult(row), new BatchOptions { Order = BatchOrder.Input });
        await runner.RunAsync(rows).WriteAsync(writer, format);

        using var reader = new StringReader(writer.ToString());
        var results = await BatchFiles.ReadAsync<RawJson>(reader, format).ToListAsync();
        RawJson Output(RawJson result) => format == BatchFormat.JsonLines ? result["output"]! : RawJson.Parse((string)result["output"]!);
        return results.Count == rows.Count && results.Zip(rows).All(pair => Output(pair.First).Equals(pair.Second));
    }, iter: 25, threads: 1);

    [Test]
    public void An_unknown_file_extension_is_rejected() =>
        Assert.That(() => BatchFiles.ReadAsync<string>("mails.xlsx"), Throws.TypeOf<NotSupportedException>());

    private static bool IsLine(Dictionary<string, JsonElement> row, Mail mail) =>
        JsonSerializer.Deserialize<Mail>(row["input"], JsonSerializerOptions.Web) == mail
            && (mail.Number % 5 == 0 ? row["error"].GetProperty("message").GetString() == "five" : row["output"].GetProperty("name").GetString() == mail.Text);

    private static bool IsRow(Dictionary<string, JsonElement> row, Mail mail) =>
        Text(row, "input.text") == mail.Text && Text(row, "input.number") == Number(mail.Number)
            && double.Parse(Text(row, "input.share"), CultureInfo.InvariantCulture) == mail.Share
            && bool.Parse(Text(row, "input.flag")) == mail.Flag
            && Text(row, "input.maybe") == Number(mail.Maybe)
            && (mail.Number % 5 == 0
                ? Text(row, "error.type") == typeof(InvalidDataException).FullName && Text(row, "error.message") == "five"
                : Text(row, "output.name") == mail.Text && Text(row, "output.numbers") == $"[{Number(mail.Number)}]");

    private static string? Number(int? number) => Convert.ToString(number, CultureInfo.InvariantCulture);

    private static string Text(Dictionary<string, JsonElement> row, string name) => row.TryGetValue(name, out var cell) ? cell.ToString() : string.Empty;

    private sealed record Mail(string Text, int Number, double Share, bool Flag, int? Maybe);

    private sealed record Topic(string Name, int[] Numbers);

    private sealed record Cell(int Id, RawJson Json);
}
