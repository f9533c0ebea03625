namespace Opper.Streaming;

/// <summary>Reads the events of one stream as items and assembles the answer from them.</summary>
internal abstract class StreamItems<T>
    where T : class
{
    /// <summary>The span ID that the stream has sent, or <see langword="null"/>.</summary>
    public string? SpanId { get; protected set; }

    /// <summary>Whether an item marked the end; <see langword="null"/> where the protocol has no end marker.</summary>
    public abstract bool? HasEnded { get; }

    /// <summary>Whether the items are buffered, so that their total size must be limited.</summary>
    public virtual bool Keeps => true;

    /// <summary>Reads one event.</summary>
    /// <param name="data">The JSON of the event.</param>
    /// <param name="mayBeError">Whether it may report an error, so that its JSON must be searched for one.</param>
    /// <returns>The item, or <see langword="null"/> for an event without one.</returns>
    public abstract T? Read(ReadOnlySpan<byte> data, out bool mayBeError);

    /// <summary>Whether an item that was not read here may report an error.</summary>
    public abstract bool MayBeError(T item);

    /// <summary>Adds an item to the answer.</summary>
    public abstract void Add(T item);
}
