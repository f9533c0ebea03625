using CsCheck;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Rows are resumed in any order, whatever is recorded between them.</summary>
public sealed class ResumedRowsTests
{
    private static readonly Gen<int[]> Rows = Gen.Int[1, 1000].SelectMany(static count => Gen.OneOf(
        Gen.Const(Enumerable.Range(0, count).ToArray()),
        Gen.Const(Enumerable.Range(0, count).Reverse().ToArray()),
        Gen.Shuffle(Enumerable.Range(0, count).ToArray()),
        Gen.Int[2, 50].Select(step => Enumerable.Range(0, count).Where(row => row % step == 0).ToArray()),
        Gen.Int[2, 50].Select(size => Enumerable.Range(0, count).Select(row => row % size).ToArray())));

    private static readonly Gen<Run> Runs = Gen.Select(Gen.Char['a', 'b'], Rows, Gen.Bool, Gen.Int[1, 10], Gen.Int[1, 300],
        static (work, rows, retryFailed, failing, concurrency) => new Run(work, rows, retryFailed, failing, concurrency));

    [Test]
    public Task A_row_has_the_result_that_was_recorded_last() => Runs.Array[3, 8].SampleAsync(async runs =>
    {
        using var folder = new TestFolder();
        var expected = new Dictionary<(char Work, int Row), string>();
        for (var number = 0; number < runs.Length; number++)
        {
            var run = runs[number];
            foreach (var row in run.Rows.Distinct().Where(row => !expected.TryGetValue((run.Work, row), out var result)
                || (run.RetryFailed && result.StartsWith('!'))))
            {
                expected[(run.Work, row)] = run.ResultOf(row, number);
            }

            await foreach (var item in run.ResultsAsync(folder.File("run.db"), number))
            {
                if ((item.Output ?? $"!{item.Error!.Message}") != expected[(run.Work, item.Input)])
                {
                    return false;
                }
            }
        }

        return true;
    }, iter: 25, threads: 1);

    private sealed record Run(char Work, int[] Rows, bool RetryFailed, int Failing, int Concurrency)
    {
        /// <summary>Some results are long, so that few of them fit into a page or into memory.</summary>
        public string ResultOf(int row, int number) =>
            $"{((row + number) % Failing == 0 ? "!" : "")}{Work} {number} {row} {new string('x', row % 500 == 0 ? 1_000_000 : row % 50)}";

        public IAsyncEnumerable<BatchItem<int, string>> ResultsAsync(string journal, int number) => BatchRunner.For<int, string>(
            (row, _) => ResultOf(row, number) is ['!', .. var error] ? Task.FromException<string>(new InvalidOperationException(error))
                : Task.FromResult(ResultOf(row, number)),
            new BatchOptions
            {
                JournalPath = journal,
                Fingerprint = $"{Work}",
                RetryFailed = RetryFailed,
                MaxAttempts = 1,
                MaxConcurrency = Concurrency,
                Window = Concurrency * 2,
            }).RunAsync(Rows);

        public override string ToString() => $"{Work}: {Rows.Length} rows, retry: {RetryFailed}, 1 of {Failing} fails, {Concurrency} at once";
    }
}
