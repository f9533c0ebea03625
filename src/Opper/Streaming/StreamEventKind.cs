namespace Opper;

/// <summary>What an event of a stream is, before its JSON is read.</summary>
internal enum StreamEventKind
{
    /// <summary>A piece of the answer, or an error that says so in its JSON.</summary>
    Message,

    /// <summary>Nothing: it keeps the connection open.</summary>
    KeepAlive,

    /// <summary><c>[DONE]</c>: the end.</summary>
    Done,

    /// <summary>An error by its name.</summary>
    Error,
}
