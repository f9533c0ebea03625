namespace Opper;

/// <summary>The kind of an event, which is known before its JSON is read.</summary>
internal enum StreamEventKind
{
    /// <summary>A part of the answer, or an error that is marked in its JSON.</summary>
    Message,

    /// <summary>No content: keeps the connection open.</summary>
    KeepAlive,

    /// <summary><c>[DONE]</c>: the end of the stream.</summary>
    Done,

    /// <summary>An event named <c>error</c>.</summary>
    Error,
}
