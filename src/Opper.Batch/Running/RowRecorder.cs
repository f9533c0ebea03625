using System.Text.Json;
using Opper.Batch.Journal;
using Opper.Batch.Json;

namespace Opper.Batch.Running;

/// <summary>Finds and records the results of rows in the journal, and shares one call between equal rows.</summary>
internal sealed class RowRecorder<TIn, TOut> : IAsyncDisposable
{
    private readonly Dictionary<UInt128, BatchRow<TIn, TOut>> _active = [];
    private readonly BatchWork<TIn, TOut> _work;
    private readonly BatchOptions _options;
    private readonly JsonSerializerOptions _json;
    private readonly RunJournal<BatchRow<TIn, TOut>> _journal;
    private readonly Action<BatchRow<TIn, TOut>, Exception?> _recorded;
    private volatile bool _isChecked;
    private bool _isRestored;

    private RowRecorder(BatchWork<TIn, TOut> work, BatchOptions options, RunJournal<BatchRow<TIn, TOut>> journal,
        Action<BatchRow<TIn, TOut>, Exception?> recorded)
    {
        (_work, _options, _journal, _recorded) = (work, options, journal, recorded);
        _json = BatchJson.Complete(options.SerializerOptions);
    }

    /// <param name="work">The work.</param>
    /// <param name="fingerprint">Identifies it.</param>
    /// <param name="options">The options.</param>
    /// <param name="recorded">Called when the result of a row has been recorded, or with the error if it could not be.</param>
    /// <param name="cancellationToken">Ends waiting for another run.</param>
    public static async Task<RowRecorder<TIn, TOut>> OpenAsync(BatchWork<TIn, TOut> work, string fingerprint, BatchOptions options,
        Action<BatchRow<TIn, TOut>, Exception?> recorded, CancellationToken cancellationToken)
    {
        var journal = await RunJournal<BatchRow<TIn, TOut>>.OpenAsync(options.JournalPath!, options.Fingerprint ?? fingerprint, options.Name ?? work.Name,
            options.JournalTimeout, options.TimeProvider, recorded, cancellationToken).ConfigureAwait(false);
        return new RowRecorder<TIn, TOut>(work, options, journal, recorded);
    }

    /// <returns>Whether the row must be called, because it is not recorded and no equal row is in flight.</returns>
    public bool Begin(BatchRow<TIn, TOut> row)
    {
        row.Key = JournalKey.Of(_work.KeyOf(row.Input), _options.SerializerOptions is null ? null : _json);
        lock (_active)
        {
            if (_active.TryGetValue(row.Key, out var first))
            {
                (first.Followers ??= []).Add(row);
                return false;
            }

            _active.Add(row.Key, row);
        }

        // A failure of this run is that of an equal row, which has been retried already.
        if (_journal.Find(row.Key) is not { } entry || (entry.Error is not null && _options.RetryFailed && !_journal.IsOfThisRun(entry)))
        {
            _journal.StopReading();
            return true;
        }

        _journal.KeepReading();
        End(row);
        row.Result = Replay(row, entry);
        return false;
    }

    public void Record(BatchRow<TIn, TOut> row)
    {
        JournalEntry entry;
        try
        {
            entry = EntryOf(row.Result!);
        }
        catch (Exception exception)
        {
            // Converters may throw anything.
            _recorded(row, exception);
            return;
        }

        _journal.Record(row, row.Key, entry);
    }

    /// <summary>Ends the sequence of rows.</summary>
    public void End(BatchRow<TIn, TOut> row)
    {
        lock (_active)
        {
            _active.Remove(row.Key);
        }
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private JournalEntry EntryOf(BatchItem<TIn, TOut> item) => new(item.Output is null || !item.Succeeded ? null : Bytes(item.Output), item.Error)
    {
        Input = item.Succeeded ? null : JsonSerializer.SerializeToUtf8Bytes(item.Input, _json),
        Cost = item.Cost,
        InputTokens = item.InputTokens,
        OutputTokens = item.OutputTokens,
        Attempts = item.Attempts,
        Duration = item.Duration,
    };

    private byte[] Bytes(TOut output)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(output, _json);
        if (!_isChecked)
        {
            // A type that cannot be read again must not be noticed only when a run is resumed, after many rows have been paid for.
            BatchJson.CheckReading<TOut>(bytes, _json);
            _isChecked = true;
        }

        return bytes;
    }

    private TOut? Read(byte[]? output)
    {
        if (output is null)
        {
            return default;
        }

        try
        {
            var value = BatchJson.Read<TOut>(output, _json);
            if (!_isRestored)
            {
                BatchJson.CheckMembers(output, value, _json);
                _isRestored = true;
            }

            return value;
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            throw new InvalidDataException($"The journal '{_options.JournalPath}' has results with the same fingerprint that are not of type {typeof(TOut)}"
                + $"{BatchJson.ReasonOf(exception)} Set another {nameof(BatchOptions)}.{nameof(BatchOptions.Fingerprint)} for other work, or use another "
                + "journal.", exception);
        }
    }

    private BatchItem<TIn, TOut> Replay(BatchRow<TIn, TOut> row, JournalEntry entry) => new(row.Index, row.Input)
    {
        Output = Read(entry.Output),
        Error = entry.Error,
        Cost = entry.Cost,
        InputTokens = entry.InputTokens,
        OutputTokens = entry.OutputTokens,
        Attempts = entry.Attempts,
        Duration = entry.Duration,
        IsReplayed = true,
    };
}
