using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Results that could not be recorded, for example because the disk was full.</summary>
public sealed class FailedCommitTests
{
    [Test]
    public async Task A_row_does_not_get_the_result_of_another_one_that_was_committed_later()
    {
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        using var other = new SqliteConnection($"Data Source={journal};Pooling=False");
        using var isLateRecorded = new ManualResetEventSlim();
        var lastRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isGood = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = BatchRunner.For<BlockedRow, string>(
            async (row, _) =>
            {
                await CallAsync(row.Name);
                return row.Name;
            },
            new BatchOptions { JournalPath = journal, Fingerprint = "1" });
        var unlocking = Task.CompletedTask;
        async Task CallAsync(string name)
        {
            switch (name)
            {
                case "first":
                    // The commit of this row waits, so the next two rows have one commit.
                    Execute(other, """
                        CREATE TRIGGER full BEFORE INSERT ON entries WHEN NEW.output = CAST('"bad"' AS BLOB)
                        BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END;
                        BEGIN IMMEDIATE;
                        """);
                    break;
                case "good":
                    await lastRead.Task;
                    await Task.Delay(500, CancellationToken.None);
                    isGood.TrySetResult();
                    break;
                case "bad":
                    await isGood.Task;
                    await Task.Delay(200, CancellationToken.None);
                    unlocking = UnlockAsync();
                    break;
                default:
                    await failed.Task;
                    break;
            }
        }

        async IAsyncEnumerable<BlockedRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await using var stopped = cancellationToken.Register(failed.SetResult);
            foreach (var name in new[] { "first", "good", "bad", "late 1", "late 2", "late 3" })
            {
                yield return new BlockedRow(name);
            }

            yield return new BlockedRow("good", lastRead, isLateRecorded);
        }

        async Task UnlockAsync()
        {
            await Task.Delay(500);
            Execute(other, "COMMIT;");
        }

        var items = new List<BatchItem<BlockedRow, string>>();
        var late = 0;
        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var item in runner.RunAsync(RowsAsync()))
            {
                items.Add(item);
                late += item.Output!.StartsWith("late", StringComparison.Ordinal) ? 1 : 0;
                if (late == 3)
                {
                    isLateRecorded.Set();
                }
            }
        });

        await unlocking;
        Assert.That(failure!.Message, Does.Contain("The disk is full."));
        Assert.That(late, Is.EqualTo(3));
        Assert.That(items.Where(item => item.Output != item.Input.Name), Is.Empty);
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>A row whose key cannot be computed until it may be.</summary>
    private sealed class BlockedRow(string name, TaskCompletionSource? entered = null, ManualResetEventSlim? gate = null)
    {
        public string Name
        {
            get
            {
                entered?.TrySetResult();
                gate?.Wait();
                return name;
            }
        }
    }
}
