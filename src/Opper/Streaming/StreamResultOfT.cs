namespace Opper;

/// <summary>A typed stream put together.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class StreamResult<T>
{
    /// <summary>Makes a result, for tests of code that takes one.</summary>
    /// <param name="value">The answer.</param>
    /// <param name="spanId">The span of the call.</param>
    public StreamResult(T value, string? spanId = null)
    {
        Value = value;
        SpanId = spanId;
    }

    /// <summary>The answer, complete.</summary>
    public T Value { get; }

    /// <summary>The span of the call, from which tokens and cost can be read.</summary>
    public string? SpanId { get; }

    /// <summary>Takes the answer out.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(StreamResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
