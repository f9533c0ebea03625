using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Journals whose file is no longer at its path while a run records in it.</summary>
[Platform(Exclude = "Win", Reason = "Open files cannot be moved there.")]
public sealed class MovedJournalTests
{
    [Test]
    public async Task A_run_whose_journal_was_moved_or_replaced_ends_before_further_results_are_lost([Values] bool isReplaced)
    {
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        var runner = BatchRunner.For<int, int>((row, _) => Task.FromResult(row), new BatchOptions { JournalPath = journal, Fingerprint = "1", Window = 1 });
        var given = 0;

        var failure = await Assert.ThrowsAsync<FileNotFoundException>(async () =>
        {
            await foreach (var _ in runner.RunAsync(Enumerable.Range(0, 100)))
            {
                if (++given == 10)
                {
                    // At once, so that there is a file at any time.
                    await File.WriteAllBytesAsync(folder.File("other.db"), []);
                    File.Move(isReplaced ? folder.File("other.db") : journal, isReplaced ? journal : folder.File("moved.db"), overwrite: true);
                }
            }
        });

        Assert.That(failure!.Message, Does.Contain(journal).And.Contain("moved or replaced"));
        // One more may have been recorded before its predecessor was read.
        Assert.That(given, Is.InRange(10, 11));
    }
}
