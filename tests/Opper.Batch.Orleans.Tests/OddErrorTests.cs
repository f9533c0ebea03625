using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Exceptions whose messages cannot be read.</summary>
[NonParallelizable]
public sealed class OddErrorTests
{
    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(120_000)]
    public async Task An_exception_without_a_message_is_the_error_of_its_row_alone(bool isOfCall, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        var job = new BatchJob<int, Output>("job")
        {
            Partitions = 1,
            Folder = folder.File("results"),
            Read = static _ => Enumerable.Range(0, 3).ToAsyncEnumerable(),
            Call = (row, _) => isOfCall && row == 1 ? throw new SilentException() : Task.FromResult(new Output(row)),
        };

        Assert.That(await Silo.RunAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = 3, Failed = 1 }));
        var failed = await job.ReadResultsAsync(cancellationToken).SingleAsync(static item => !item.Succeeded, cancellationToken);
        Assert.That((failed.Index, failed.Error!.Type), Is.EqualTo((1, typeof(SilentException).FullName)));
        Assert.That(failed.Error.Message, isOfCall ? Is.Empty : Does.Contain("cannot be recorded"));
    }

    [JsonConverter(typeof(OutputConverter))]
    private sealed record Output(int Number);

    private sealed class OutputConverter : JsonConverter<Output>
    {
        public override Output Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Output value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Number == 1 ? throw new SilentException() : value.Number);
    }
}
