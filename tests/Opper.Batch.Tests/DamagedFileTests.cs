using System.Text;
using System.Text.Json;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Files of rows that are damaged: they are read as far as they go, or are refused with one type of exception that names them.</summary>
public sealed class DamagedFileTests
{
    private const int Damages = 400;

    private static readonly string Nested = Path.Combine(TestContext.CurrentContext.TestDirectory, "Files", "nested.parquet");

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("tsv")]
    [TestCase("parquet")]
    [CancelAfter(120_000)]
    public async Task A_file_with_changed_bytes_or_without_its_end_is_read_or_named(string extension, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows." + extension);
        var mails = Enumerable.Range(0, 50).Select(static number => new Mail($"Text \"{number}\", \u00e9\n", number, number / 3.0, number % 2 == 0));
        await BatchRunner.For<Mail, Mail>(static (mail, _) => Task.FromResult(mail), new BatchOptions { Order = BatchOrder.Input })
            .RunAsync(mails, cancellationToken).WriteAsync(path, cancellationToken: cancellationToken);

        await AssertReadOrNamedAsync(path, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_damaged_file_of_nested_columns_is_read_or_named(CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();

        await AssertReadOrNamedAsync(folder.File("rows.parquet"), await File.ReadAllBytesAsync(Nested, cancellationToken), cancellationToken);
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("tsv")]
    [TestCase("parquet")]
    public async Task A_file_of_another_format_is_read_or_named(string extension)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows." + extension);
        foreach (var other in new[] { "jsonl", "csv", "parquet", "db" })
        {
            var written = folder.File("other." + other);
            var runner = BatchRunner.For<Mail, Mail>(static (mail, _) => Task.FromResult(mail),
                other == "db" ? new BatchOptions { JournalPath = written, Fingerprint = "1" } : null);
            var results = runner.RunAsync([new Mail("a", 1, 0.5, true), new Mail("b,\t;", 1, 0.5, true)]);
            _ = other == "db" ? await results.CountAsync() : (int)(await results.WriteAsync(written)).Rows;
            File.Copy(written, path, overwrite: true);

            await AssertReadOrNamedAsync(path, CancellationToken.None);
        }
    }

    [TestCase("PARE")]
    [TestCase("text")]
    public async Task A_file_with_another_signature_is_no_Parquet(string signature)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.parquet");
        await File.WriteAllBytesAsync(path, [.. "PAR1"u8, 0x15, 0x04, 0x19, 0x15, 4, 0, 0, 0, .. Encoding.ASCII.GetBytes(signature)]);

        await Assert.ThatAsync(() => BatchFiles.ReadAsync<RawJson>(path).CountAsync().AsTask(),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("not a parquet file").And.Message.Contains(path));
    }

    // Parquet.Net reads such metadata endlessly. If it renames the internals by which they are checked before, this fails instead of a program of others.
    [Test]
    [CancelAfter(30_000)]
    public async Task Metadata_that_ends_within_a_number_is_damaged(CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        var path = folder.File("rows.parquet");
        await File.WriteAllBytesAsync(path, [.. "PAR1"u8, 0x15, 0x04, 0x19, 0xFC, 4, 0, 0, 0, .. "PAR1"u8], cancellationToken);

        var reading = Task.Run(() => BatchFiles.ReadAsync<RawJson>(path, cancellationToken: CancellationToken.None).CountAsync().AsTask(), cancellationToken);

        await Assert.ThatAsync(() => reading.WaitAsync(cancellationToken),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("ends too early").And.Message.Contains(path));
    }

    private static async Task AssertReadOrNamedAsync(string path, byte[] valid, CancellationToken cancellationToken)
    {
        for (var seed = 0; seed < Damages; seed++)
        {
            var random = new Random(seed);
            var damaged = valid.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // Half of the changes are near the end, where Parquet has its schema.
                var position = random.Next(2) == 0 ? random.Next(damaged.Length) : damaged.Length - 1 - random.Next(Math.Min(1000, damaged.Length));
                damaged[position] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(damaged[position] ^ (1 << random.Next(8))), _ => 0xFF };
            }

            await File.WriteAllBytesAsync(path, random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged, cancellationToken);
            await AssertReadOrNamedAsync(path, cancellationToken, seed);
        }
    }

    private static async Task AssertReadOrNamedAsync(string path, CancellationToken cancellationToken, int seed = -1)
    {
        foreach (var read in new Func<Task>[]
        {
            async () => await BatchFiles.ReadAsync<RawJson>(path, cancellationToken: cancellationToken).CountAsync(cancellationToken),
            async () => await BatchFiles.ReadAsync<Result>(path, cancellationToken: cancellationToken).CountAsync(cancellationToken),
        })
        {
            try
            {
                await read();
            }
            catch (Exception exception)
            {
                Assert.That(exception, Is.TypeOf<InvalidDataException>().With.Message.Contains(path), $"seed {seed}: {exception}");
            }
        }
    }

    private sealed record Mail(string Text, int Number, double Share, bool Flag);

    private sealed record Result(long Index, JsonElement Input, decimal Cost);
}
