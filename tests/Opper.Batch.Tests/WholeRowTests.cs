using System.Text.Json;

namespace Opper.Batch.Tests;

/// <summary>Rows are written as a whole, so that a reader of the output, or what a killed process leaves, has no parts of them.</summary>
public sealed class WholeRowTests
{
    [TestCase(BatchFormat.JsonLines)]
    [TestCase(BatchFormat.Csv)]
    [TestCase(BatchFormat.Tsv)]
    public async Task A_row_is_one_write(BatchFormat format)
    {
        using var writer = new RecordingWriter();
        var rows = Enumerable.Range(0, 20).Select(static row => $"{row}, \"text\"\t{new string('é', row * 500)}").ToList();
        var runner = BatchRunner.For<string, int[]>(static (row, _) => Task.FromResult(new[] { row.Length, 1 }), new BatchOptions { Order = BatchOrder.Input });

        await runner.RunAsync(rows).WriteAsync(writer, format);

        var written = writer.Writes.Skip(format == BatchFormat.JsonLines ? 0 : 1).ToList();
        Assert.That(written, Has.Count.EqualTo(rows.Count));
        using var text = new StringReader(string.Concat(writer.Writes));
        var read = await BatchFiles.ReadAsync<Dictionary<string, JsonElement>>(text, format).ToListAsync();
        Assert.That(read.Select(static row => row["input"].GetString()), Is.EqualTo(rows));
        Assert.That(written, Has.All.EndsWith("\n"));
    }

    private sealed class RecordingWriter : StringWriter
    {
        public List<string> Writes { get; } = [];

        public override void Write(char value) => Writes.Add($"{value}");

        public override void Write(char[] buffer, int index, int count) => Writes.Add(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Writes.Add(new string(buffer));

        public override void Write(string? value) => Writes.Add(value ?? "");

        public override Task WriteAsync(string? value)
        {
            Write(value);
            return Task.CompletedTask;
        }

        public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return Task.CompletedTask;
        }
    }
}
