using System.Text.Json;
using System.Text.Json.Serialization;
using NUnit.Framework.Constraints;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Rows whose errors and results are unusual.</summary>
public sealed class OddErrorTests
{
    private const string HalfOfPair = "a\ud800b";
    private const string EndOfRows = "The rows end here.";

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_exception_without_a_message_is_the_error_of_its_row_alone(bool throws)
    {
        using var folder = new TestFolder();
        var runner = BatchRunner.For<int, int>((row, _) => row == 1 ? throw new SilentException(throws) : Task.FromResult(row),
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1" });

        for (var run = 0; run < 2; run++)
        {
            var items = await runner.RunAsync([0, 1, 2]).OrderBy(static item => item.Index).ToListAsync();
            Assert.That(items.Select(static item => item.Succeeded), Is.EqualTo(new[] { true, false, true }));
            Assert.That(items[1].Error!.Type, Does.EndWith(nameof(SilentException)));
            Assert.That(items[1].Error!.Message, Is.Empty);
        }
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("tsv")]
    [TestCase("parquet")]
    public async Task Text_that_no_encoding_has_does_not_end_a_run(string extension)
    {
        using var folder = new TestFolder();
        var path = folder.File("results." + extension);
        var runner = BatchRunner.For<int, string>(static (row, _) => row == 1 ? throw new InvalidDataException(HalfOfPair) : Task.FromResult(HalfOfPair));

        Assert.That((await runner.RunAsync([0, 1, 2]).WriteAsync(path)).Rows, Is.EqualTo(3));
        Assert.That((await BatchFiles.ReadAsync<RawJson>(path).ToListAsync()).Select(static row => row.GetRawText()),
            Is.All.Contains("a\ufffdb").Or.All.Contains("a\\ufffdb").IgnoreCase);
    }

    [TestCase("csv")]
    [TestCase("jsonl")]
    public void A_value_that_cannot_be_written_is_the_reason_that_is_given(string extension)
    {
        using var folder = new TestFolder();
        var runner = BatchRunner.For<int, Unwritable>(static (row, _) => Task.FromResult(new Unwritable(row)));

        Assert.That(async () => await runner.RunAsync([1]).WriteAsync(folder.File("results." + extension)), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    [Platform("Linux")]
    public async Task The_error_that_ended_a_run_is_not_replaced_by_one_of_writing_its_last_results()
    {
        var runner = BatchRunner.For<int, int>(static (row, _) => Task.FromResult(row));

        await Assert.ThatAsync(() => runner.RunAsync(EndingRows()).WriteAsync("/dev/full", BatchFormat.Parquet), IsOfRows());
        await Assert.ThatAsync(() => runner.RunAsync(Enumerable.Range(0, 5)).WriteAsync("/dev/full", BatchFormat.Parquet), Throws.TypeOf<IOException>());
    }

    [TestCase("csv")]
    [TestCase("jsonl")]
    [TestCase("parquet")]
    public async Task The_results_before_one_that_cannot_be_written_are_in_the_file(string extension)
    {
        using var folder = new TestFolder();
        var runner = BatchRunner.For<int, Output>(static (row, _) => Task.FromResult(new Output(row)), new BatchOptions { Order = BatchOrder.Input });

        await Assert.ThatAsync(() => runner.RunAsync(Enumerable.Range(0, 5)).WriteAsync(folder.File("results." + extension)),
            Throws.TypeOf<UnauthorizedAccessException>());

        Assert.That(await BatchFiles.ReadAsync<Dictionary<string, JsonElement>>(folder.File("results." + extension)).CountAsync(), Is.EqualTo(3));
    }

    private static IAsyncEnumerable<int> EndingRows() =>
        AsyncEnumerable.Range(0, 9).Select(static row => row < 5 ? row : throw new InvalidDataException(EndOfRows));

    private static IResolveConstraint IsOfRows() => Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(EndOfRows);

    [JsonConverter(typeof(OutputConverter))]
    private sealed record Output(int Number);

    private sealed class OutputConverter : JsonConverter<Output>
    {
        public override Output Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Output value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Number == 3 ? throw new UnauthorizedAccessException("Not this one.") : value.Number);
    }

    private sealed record Unwritable(nint Pointer);

    private sealed class SilentException(bool throws) : Exception
    {
        public override string Message => throws ? throw new InvalidOperationException("There is no message.") : null!;
    }
}
