using System.Text.Json;
using Opper.Batch.Tests.Support;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace Opper.Batch.Tests;

/// <summary>Parquet files of other programs: nested columns, all types, absent values, several row groups.</summary>
public sealed class ParquetTests
{
    // Written by DuckDB 1.4.
    private static readonly string Nested = Path.Combine(TestContext.CurrentContext.TestDirectory, "Files", "nested.parquet");

    [Test]
    public async Task Nested_columns_and_all_types_are_read_as_JSON()
    {
        var rows = await BatchFiles.ReadAsync<RawJson>(Nested).ToListAsync();

        Assert.That(rows[0], Is.EqualTo(RawJson.Parse("""
            {"id":1,"address":{"city":"Lund","zip":22100},"numbers":[1,2,null],"items":[{"tag":"a","parts":[1]},{"tag":null,"parts":[]}],"counts":{"k":1,"l":null},
             "pairs":[[1],[]],"day":"2020-01-02","hour":"10:11:12.5000000","local":"2020-01-02T03:04:05.123456","moment":"2020-01-02T03:04:05Z","price":1.10,
             "huge":12345678901234567890123456789012345678,"uid":"6f9619ff-8b86-d011-b42d-00c04fc964ff","bytes":"eA==","kind":"a","unsigned":18446744073709551615,
             "tiny":7,"a.b":2}
            """)));
        Assert.That(rows[1].GetRawText(), Does.StartWith(
            """{"id":2,"address":{"city":null,"zip":null},"numbers":[],"items":[],"counts":{},"pairs":[],"day":null,"""));
        Assert.That(rows[2].GetRawText(), Does.StartWith("""{"id":3,"address":null,"numbers":null,"items":null,"counts":null,"pairs":null,"""));
    }

    [Test]
    public async Task Nested_columns_are_read_as_the_members_of_a_type()
    {
        var rows = await BatchFiles.ReadAsync<Order>(Nested).ToListAsync();

        Assert.That(rows[0].Address, Is.EqualTo(new Address("Lund", 22100)));
        Assert.That(rows[0].Numbers, Is.EqualTo(new int?[] { 1, 2, null }));
        Assert.That(rows[0].Counts, Is.EqualTo(new Dictionary<string, int?> { ["k"] = 1, ["l"] = null }));
        Assert.That((rows[0].Day, rows[0].Hour, rows[0].Price), Is.EqualTo((new DateOnly(2020, 1, 2), new TimeOnly(10, 11, 12, 500), 1.10m)));
        Assert.That(rows[0].Local, Is.EqualTo(new DateTime(2020, 1, 2, 3, 4, 5, 123, 456)));
        Assert.That(rows[0].Local!.Value.Kind, Is.EqualTo(DateTimeKind.Unspecified));
        Assert.That(rows[0].Bytes, Is.EqualTo("x"u8.ToArray()));
        Assert.That((rows[1].Address, rows[2].Address), Is.EqualTo((new Address(null, null), (Address?)null)));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1000)]
    public async Task Rows_of_several_groups_keep_their_values(int group)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.parquet");
        var written = Enumerable.Range(0, 100).Select(static number => new Row
        {
            Number = number,
            Text = number % 4 == 0 ? null : $"é{number % 3}",
            List = number % 5 == 0 ? null : [.. Enumerable.Range(number, number % 3)],
            Repeated = [.. Enumerable.Range(0, number % 4)],
            Parts = number % 7 == 0 ? null : [.. Enumerable.Range(0, number % 3).Select(part => new Part { Name = part == 0 ? null : $"{part}" })],
            Time = new DateTime(2020, 1, 1, 0, 0, number % 60),
            Exact = number / 8m,
        }).ToList();
        await ParquetSerializer.SerializeAsync(written, path, new Parquet.ParquetOptions { RowGroupSize = group });

        var read = await BatchFiles.ReadAsync<Row>(path).ToListAsync();

        Assert.That(read.Select(Json), Is.EqualTo(written.Select(Json)));
    }

    [Test]
    public async Task Long_and_missing_texts_keep_their_values()
    {
        using var folder = new TestFolder();
        var path = folder.File("results.parquet");
        var texts = Enumerable.Range(0, 40).Select(static row => row % 3 == 0 ? null : new string((char)('a' + row), row % 3 == 1 ? row : 1_000_000)).ToList();
        await BatchRunner.For<int, string?>((row, _) => Task.FromResult(texts[row]), new BatchOptions { Order = BatchOrder.Input })
            .RunAsync(Enumerable.Range(0, texts.Count)).WriteAsync(path);

        var read = await BatchFiles.ReadAsync<Dictionary<string, object>>(path).ToListAsync();

        Assert.That(read.Select(static row => row["output"]?.ToString()), Is.EqualTo(texts));
    }

    [Test]
    public async Task Results_of_a_run_that_ends_early_are_in_the_file()
    {
        using var folder = new TestFolder();
        var path = folder.File("results.parquet");
        var inputs = AsyncEnumerable.Range(0, 50).Select(static row => row < 20 ? row : throw new InvalidDataException("The source has ended."));
        var runner = BatchRunner.For<int, int>(static (row, _) => Task.FromResult(2 * row), new BatchOptions { Order = BatchOrder.Input });

        await Assert.ThatAsync(() => runner.RunAsync(inputs).WriteAsync(path), Throws.InstanceOf<InvalidDataException>());

        Assert.That((await BatchFiles.ReadAsync<JsonElement>(path).ToListAsync()).Select(static row => row.GetProperty("output").GetInt32()),
            Is.EqualTo(Enumerable.Range(0, 20).Select(static row => 2 * row)));
    }

    [TestCase("")]
    [TestCase("PAR1PAR1")]
    [TestCase("PAR1 this is no table PAR1")]
    public async Task A_file_that_is_not_Parquet_is_named(string content)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.parquet");
        await File.WriteAllTextAsync(path, content);

        Assert.That(async () => await BatchFiles.ReadAsync<RawJson>(path).CountAsync(), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path));
    }

    private static string Json(Row row)
    {
        // The column has more decimal places.
        row.Exact /= 1.0000000000000000000000000000m;
        return JsonSerializer.Serialize(row);
    }

    private sealed record Address(string? City, int? Zip);

    private sealed record Order(int Id, Address? Address, int?[]? Numbers, Dictionary<string, int?>? Counts, DateOnly? Day, TimeOnly? Hour, DateTime? Local,
        decimal? Price, byte[]? Bytes);

    private sealed class Part
    {
        public string? Name { get; set; }
    }

    private sealed class Row
    {
        public int Number { get; set; }

        public string? Text { get; set; }

        public List<int>? List { get; set; }

        [ParquetSimpleRepeatable]
        public List<int>? Repeated { get; set; }

        public List<Part>? Parts { get; set; }

        public DateTime Time { get; set; }

        public decimal Exact { get; set; }
    }
}
