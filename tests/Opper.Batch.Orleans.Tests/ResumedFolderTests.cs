using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Folders that are resumed: what is compared, and what of a type may change.</summary>
[NonParallelizable]
public sealed class ResumedFolderTests
{
    private TestFolder _folder = null!;
    private int _calls;

    [SetUp]
    public void MakeFolder() => (_folder, _calls) = (new TestFolder(), 0);

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [CancelAfter(120_000)]
    public async Task A_row_is_compared_with_the_recorded_one_by_writing_it_once(CancellationToken cancellationToken)
    {
        var job = Job(Enumerable.Range(0, 100).Select(static number => new Counted(number)), static row => row.Number);
        await Silo.RunAsync(job, cancellationToken);
        CountedConverter.Conversions = 0;

        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(100));
        Assert.That(_calls, Is.EqualTo(100));
        // The recorded one is read, and written to see that it has been read in full.
        Assert.That(CountedConverter.Conversions, Is.EqualTo(3 * 100));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Rows_that_cannot_be_written_are_failed_ones_of_the_resumed_job_too(CancellationToken cancellationToken)
    {
        var job = Job([new Unwritable(1), new Unwritable(2)], static row => row.Number);

        for (var run = 0; run < 2; run++)
        {
            Assert.That(await Silo.RunAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = 2, Failed = 2 }));
            Assert.That(_calls, Is.EqualTo(2));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task The_results_of_rows_that_cannot_be_written_are_read_even_if_no_value_stands_for_them(CancellationToken cancellationToken)
    {
        var job = Job([new Named("a"), new Named("?"), new Named("b")], static row => row.Name.Length);

        for (var run = 0; run < 2; run++)
        {
            Assert.That(await Silo.RunAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = 3, Failed = 1 }));
            Assert.That(_calls, Is.EqualTo(3));
            Assert.That(await job.ReadResultsAsync(cancellationToken).CountAsync(static item => item.Succeeded, cancellationToken), Is.EqualTo(2));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Members_that_are_no_longer_written_when_they_are_null_or_default_are_no_change(CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job([new Mail("a", null, 0, [new Part(null)])], static row => row), cancellationToken);
        await ResumeAsync(Job([new BriefMail("a", null, 0, [new BriefPart(null)])], static row => row), cancellationToken);
        await ResumeAsync(Job([new Mail("a", null, 0, [new Part(null)])], static row => row,
            new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault }), cancellationToken);
        await ResumeAsync(Job([new Mail("a", null, 0, [new Part(null)])], static row => row), cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_member_that_the_type_no_longer_has_is_named(CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job([new Mail("a", null, 0, [new Part(null)])], static row => row), cancellationToken);

        var other = Job([new OtherMail("a", 0, [new Part(null)])], static row => row);
        await Assert.ThatAsync(() => Silo.RunAsync(other, cancellationToken), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("$.Note"));
        Assert.That(_calls, Is.EqualTo(1));
    }

    private async Task ResumeAsync<T>(BatchJob<T, T> job, CancellationToken cancellationToken)
    {
        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(1));
        Assert.That(_calls, Is.EqualTo(1));
        Assert.That((await job.ReadResultsAsync(cancellationToken).SingleAsync(cancellationToken)).Succeeded, Is.True);
    }

    private BatchJob<TIn, TOut> Job<TIn, TOut>(IEnumerable<TIn> rows, Func<TIn, TOut> call, JsonSerializerOptions? options = null) => new("job")
    {
        Partitions = 1,
        Folder = _folder.File("results"),
        SerializerOptions = options,
        Read = _ => rows.ToAsyncEnumerable(),
        Call = (row, _) =>
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(call(row));
        },
    };

    private sealed record Part(string? Name);

    private sealed record Mail(string Text, string? Note, int Number, Part[] Parts);

    private sealed record OtherMail(string Text, int Number, Part[] Parts);

    private sealed record BriefPart([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name);

    private sealed record BriefMail(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Number, BriefPart[] Parts);

    [JsonConverter(typeof(CountedConverter))]
    private sealed record Counted(int Number);

    private sealed class CountedConverter : JsonConverter<Counted>
    {
        private static int _conversions;

        public static int Conversions
        {
            get => _conversions;
            set => _conversions = value;
        }

        public override Counted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Interlocked.Increment(ref _conversions);
            return new Counted(reader.GetInt32());
        }

        public override void Write(Utf8JsonWriter writer, Counted value, JsonSerializerOptions options)
        {
            Interlocked.Increment(ref _conversions);
            writer.WriteNumberValue(value.Number);
        }
    }

    private sealed record Unwritable(int Number)
    {
        public string Text => throw new SilentException();
    }

    [JsonConverter(typeof(NamedConverter))]
    private readonly record struct Named(string Name);

    private sealed class NamedConverter : JsonConverter<Named>
    {
        public override Named Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Named value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name is null or "?" ? throw new InvalidOperationException("It has no name.") : value.Name);
    }
}
