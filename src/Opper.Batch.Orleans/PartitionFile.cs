using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Json;
using Opper.Batch.Orleans.Grains;

namespace Opper.Batch.Orleans;

/// <summary>
/// The results of a partition under one lease, one per line. Each lease has its own file, so that a silo that has lost its lease without noticing does not
/// write to the file of another one; its name is unique, because a cluster that has lost its state numbers leases from the start. A line has been passed to the
/// operating system before the row counts as completed.
/// </summary>
internal sealed class PartitionFile<TIn, TOut> : IDisposable
{
    private readonly object _lock = new();
    private readonly BatchJob<TIn, TOut> _job;
    private readonly JsonSerializerOptions _json;
    private readonly FileStream _file;

    /// <exception cref="IOException">The file cannot be created.</exception>
    public PartitionFile(BatchJob<TIn, TOut> job, int partition, long lease)
    {
        (_job, _json) = (job, BatchJson.Complete(job.SerializerOptions));
        var path = Path.Combine(job.Folder, string.Create(CultureInfo.InvariantCulture, $"{partition:d6}.{lease:d6}.{Guid.NewGuid():N}.jsonl"));
        _file = JobFolder.Use(job, path, () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
    }

    /// <returns>The result as it was written. A result that cannot be written or read again is a failed row.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public BatchItem<TIn, TOut> Add(BatchItem<TIn, TOut> item)
    {
        var (written, line) = Serialize(item);
        return JobFolder.Use(_job, _file.Name, () =>
        {
            lock (_lock)
            {
                var end = _file.Position;
                try
                {
                    _file.Write([.. line, (byte)'\n']);
                }
                catch
                {
                    // For example, the disk is full. Without this, the next line would continue the incomplete one, and be lost with it.
                    _file.SetLength(end);
                    throw;
                }
            }

            return written;
        });
    }

    /// <summary>Checks that the results can be read by others.</summary>
    /// <exception cref="IOException">The file was removed while it was written.</exception>
    public void Check() => JobFolder.Use(_job, _file.Name, () => File.Exists(_file.Name) ? _file.Name
        : throw new FileNotFoundException("The file was removed while its results were written."));

    public void Dispose() => _file.Dispose();

    /// <summary>The rows of a partition that have results, with the hashes of their inputs, and their totals.</summary>
    public static async Task<(Dictionary<long, ulong> Done, PartitionCounts Counts)> ReadDoneAsync(BatchJob<TIn, TOut> job, int partition,
        CancellationToken cancellationToken)
    {
        var (done, counts) = (new Dictionary<long, ulong>(), PartitionCounts.None);
        await foreach (var (item, hash) in ReadAsync(job, partition, cancellationToken).ConfigureAwait(false))
        {
            counts = done.TryAdd(item.Index, hash) ? counts.Plus(new PartitionCounts(1, item.Succeeded ? 0 : 1, item.Cost)) : counts;
        }

        return (done, counts);
    }

    /// <summary>Whether a row is the one that was recorded with a hash of its input.</summary>
    public bool IsSame(TIn input, ulong recorded)
    {
        try
        {
            if (Hash(JsonSerializer.SerializeToUtf8Bytes(input, _json)) == recorded)
            {
                return true;
            }
        }
        catch (Exception)
        {
            // It could not be written when it was recorded either, or it has become another one.
        }

        // As it would be read from the file: what has passed through it may be written differently.
        var (_, line) = Serialize(new BatchItem<TIn, TOut>(0, input) { Error = new BatchError(string.Empty, string.Empty) });
        return Parse(Encoding.UTF8.GetString(line), _json, _file.Name)?.Hash == recorded;
    }

    public static async IAsyncEnumerable<BatchItem<TIn, TOut>> ReadAllAsync(BatchJob<TIn, TOut> job,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!JobFolder.HasResults(job))
        {
            yield break;
        }

        for (var partition = 0; partition < job.Partitions; partition++)
        {
            var seen = new HashSet<long>();
            await foreach (var (item, _) in ReadAsync(job, partition, cancellationToken).ConfigureAwait(false))
            {
                if (seen.Add(item.Index))
                {
                    yield return item;
                }
            }
        }
    }

    private static async IAsyncEnumerable<(BatchItem<TIn, TOut> Item, ulong Hash)> ReadAsync(BatchJob<TIn, TOut> job, int partition,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var json = BatchJson.Complete(job.SerializerOptions);
        var name = string.Create(CultureInfo.InvariantCulture, $"{partition:d6}.*.jsonl");
        foreach (var path in JobFolder.Use(job, job.Folder, () => Directory.GetFiles(job.Folder, name)).Order(StringComparer.Ordinal))
        {
            using var reader = JobFolder.Use(job, path, () => new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)));
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
            {
                if (Parse(text, json, path) is { } row)
                {
                    yield return row;
                }
            }
        }
    }

    // Such a row would fail again on each silo, at the same cost. The exceptions of custom converters are not known, so all are caught.
    private (BatchItem<TIn, TOut> Written, byte[] Line) Serialize(BatchItem<TIn, TOut> item)
    {
        JsonElement input = default;
        try
        {
            input = Write(item.Input);
            return (item, LineOf(item, input, item.Succeeded ? Write(item.Output) : default));
        }
        catch (Exception exception)
        {
            var reason = BatchError.Of(exception);
            var error = item.Error ?? reason with { Message = $"The result cannot be recorded: {reason.Message}" };
            var failed = new BatchItem<TIn, TOut>(item.Index, item.Input) { Error = error, Cost = item.Cost };
            return (failed, LineOf(failed, input, default));
        }
    }

    private JsonElement Write<T>(T? value)
    {
        if (value is null)
        {
            return default;
        }

        var utf8 = JsonSerializer.SerializeToUtf8Bytes(value, _json);
        BatchJson.CheckReading<T>(utf8, _json);
        return JsonSerializer.Deserialize<JsonElement>(utf8, BatchJson.Default);
    }

    // Not with the options of the job, which may indent.
    private static byte[] LineOf(BatchItem<TIn, TOut> item, JsonElement input, JsonElement output) => JsonSerializer.SerializeToUtf8Bytes(
        new Line(item.Index, input, output, item.Error?.Type, item.Error?.Message, item.Cost), BatchJson.Default);

    // After a power failure, the last line may be incomplete; its row is called again.
    private static (BatchItem<TIn, TOut> Item, ulong Hash)? Parse(string text, JsonSerializerOptions json, string path)
    {
        Line? line;
        try
        {
            line = JsonSerializer.Deserialize<Line>(text, BatchJson.Default);
        }
        catch (JsonException)
        {
            return null;
        }

        try
        {
            if (line is null)
            {
                return null;
            }

            var (input, written) = Read<TIn>(line.Input, json);
            return (new BatchItem<TIn, TOut>(line.Index, input!)
            {
                Output = Read<TOut>(line.Output, json).Value,
                Error = line.ErrorType is { } type ? new BatchError(type, line.ErrorMessage ?? string.Empty) : null,
                Cost = line.Cost,
                IsReplayed = true,
            }, Hash(written));
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            // If it were ignored, all rows would be called and paid for again.
            throw new InvalidDataException($"The results in '{path}' are not of the types {typeof(TIn)} and {typeof(TOut)}{BatchJson.ReasonOf(exception)} Use "
                + "another name and folder for a job with other types.", exception);
        }
    }

    private static ulong Hash(byte[] written) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(written));

    /// <returns>The value, and its JSON; without JSON in the file, that of null, because the default of a type may be none that can be written.</returns>
    private static (T? Value, byte[] Written) Read<T>(JsonElement value, JsonSerializerOptions json)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return (default, "null"u8.ToArray());
        }

        var utf8 = JsonMarshal.GetRawUtf8Value(value);
        var read = BatchJson.Read<T>(utf8, json);
        return (read, BatchJson.CheckMembers(utf8, read, json));
    }

    // Without a member, the value is null; with the null of JSON, it may be an object that stands for it.
    internal sealed record Line(
        long Index,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Input,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Output,
        string? ErrorType,
        string? ErrorMessage,
        decimal Cost);
}
