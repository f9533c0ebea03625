namespace Opper;

/// <summary>The assembled answer of a typed stream.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class StreamResult<T>
{
    /// <summary>Creates a result, for tests of code that takes one.</summary>
    /// <param name="value">The answer.</param>
    /// <param name="spanId">The span ID of the call.</param>
    public StreamResult(T value, string? spanId = null)
    {
        Value = value;
        SpanId = spanId;
    }

    /// <summary>The complete answer.</summary>
    public T Value { get; }

    /// <summary>The span ID of the call, with which its tokens and cost can be retrieved.</summary>
    public string? SpanId { get; }

    /// <summary>Returns the answer.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(StreamResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
