using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Batch.Tests;

/// <summary>Cells of tables whose types or converters are unusual, and rows that their type rejects.</summary>
public sealed class CellTests
{
    [Test]
    public async Task Types_whose_JSON_is_a_string_are_read_from_text_that_looks_like_a_number()
    {
        const string Table = "version,bytes,address,letter,id,number,flag,list\n1.0,true,123,7,42,1,TRUE,\"[1,2]\"\n";

        var row = (await ReadAsync<Row>(Table, BatchFormat.Csv)).Single();

        Assert.That(row with { Bytes = [], List = [] },
            Is.EqualTo(new Row(new Version(1, 0), [], new Uri("123", UriKind.Relative), '7', new Id("42"), 1, true, [])));
        Assert.That(row.Bytes, Is.EqualTo(Convert.FromBase64String("true")));
        Assert.That(row.List, Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase(BatchFormat.Csv, "number\n1\n-2\n", "Row 2")]
    [TestCase(BatchFormat.JsonLines, "{\"number\":1}\n{\"number\":-2}\n", "Line 2")]
    public void A_row_that_its_constructor_rejects_is_reported_by_number_without_its_content(BatchFormat format, string text, string place) =>
        Assert.That(async () => await ReadAsync<Positive>(text, format),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(place).And.Message.Not.Contains("-2"));

    [Test]
    public async Task Blank_lines_of_a_single_column_are_skipped_and_empty_cells_are_quoted() =>
        Assert.That(await ReadAsync<string>("text\r\na\r\n\r\n\"\"\r\nb\r\n\r\n", BatchFormat.Csv), Is.EqualTo(new[] { "a", "", "b" }));

    [Test]
    public void A_row_that_is_too_long_is_an_invalid_file() =>
        Assert.That(async () => await ReadAsync<string>("text\n" + new string('x', 17_000_000) + "\n", BatchFormat.Csv),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("16,777,216"));

    [Test]
    public async Task A_null_of_JSON_is_read_as_such() =>
        Assert.That(await ReadAsync<RawJson>("null\n1\n null \n", BatchFormat.JsonLines), Is.EqualTo(new[] { RawJson.Null, RawJson.Parse("1"), RawJson.Null }));

    [TestCase(BatchFormat.Csv)]
    [TestCase(BatchFormat.Tsv)]
    public async Task Members_are_written_with_their_own_converters_and_derived_types_in_full(BatchFormat format)
    {
        using var writer = new StringWriter();
        var runner = BatchRunner.For<Tagged, Shape>((row, _) => Task.FromResult<Shape>(row.Tag == 1 ? new Circle(5) : new Square(7)),
            new BatchOptions { Order = BatchOrder.Input });
        await runner.RunAsync([new Tagged(1, 0.5), new Tagged(2, null)]).WriteAsync(writer, format);

        var rows = await ReadAsync<Dictionary<string, string>>(writer.ToString(), format);

        Assert.That(rows.Select(static row => row["input.tag"]), Is.EqualTo(new[] { "#1", "#2" }));
        Assert.That(rows.Select(static row => row["input.share"]), Is.EqualTo(new[] { "0.5", "" }));
        Assert.That(rows.Select(static row => JsonSerializer.Deserialize<Shape>(row["output"], JsonSerializerOptions.Web)),
            Is.EqualTo(new Shape[] { new Circle(5), new Square(7) }));
    }

    private static async Task<List<T>> ReadAsync<T>(string text, BatchFormat format)
    {
        using var reader = new StringReader(text);
        return await BatchFiles.ReadAsync<T>(reader, format).ToListAsync();
    }

    private sealed record Row(Version Version, byte[] Bytes, Uri Address, char Letter, Id Id, int Number, bool Flag, int[] List);

    [JsonConverter(typeof(IdConverter))]
    private sealed record Id(string Text);

    private sealed class IdConverter : JsonConverter<Id>
    {
        public override Id Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Id value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }

    private sealed record Positive
    {
        public Positive(int number)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            Number = number;
        }

        public int Number { get; }
    }

    private sealed record Tagged([property: JsonConverter(typeof(TagConverter))] int Tag, double? Share);

    private sealed class TagConverter : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => int.Parse(reader.GetString()![1..]);

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteStringValue($"#{value}");
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    private abstract record Shape;

    private sealed record Circle(int Radius) : Shape;

    private sealed record Square(int Side) : Shape;
}
