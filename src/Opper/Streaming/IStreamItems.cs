namespace Opper;

/// <summary>What the events of one stream are read as and put together to.</summary>
internal interface IStreamItems<T>
    where T : class
{
    /// <summary>The span that the stream has named, or <see langword="null"/>.</summary>
    string? SpanId { get; }

    /// <summary>Whether the end was said by an item; <see langword="null"/> where no item of the protocol says so.</summary>
    bool? HasEnded { get; }

    /// <summary>Whether all that comes is kept, and therefore bounded.</summary>
    bool Keeps { get; }

    /// <summary>Reads one event.</summary>
    /// <param name="data">Its JSON.</param>
    /// <param name="error">The error that it tells of, or <see langword="null"/>.</param>
    /// <returns>The item, or <see langword="null"/> where the event has none.</returns>
    T? Read(ReadOnlySpan<byte> data, out StreamError? error);

    /// <summary>The error that an item tells of, or <see langword="null"/>.</summary>
    StreamError? ErrorOf(T item);

    /// <summary>Takes an item in.</summary>
    void Add(T item);

    /// <summary>What is left at the end, or <see langword="null"/>.</summary>
    T? End();
}
