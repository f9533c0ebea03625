namespace Opper;

/// <summary>The typed result of a call, with its response metadata.</summary>
/// <typeparam name="T">The result type.</typeparam>
public sealed class CallResult<T> : ICallResult
{
    /// <summary>Creates a result, for use in tests.</summary>
    /// <param name="value">The result.</param>
    /// <param name="response">The response, without its payload.</param>
    public CallResult(T value, CallResponse response)
    {
        ThrowIf.Null(response);
        Value = value;
        Response = response;
    }

    /// <summary>The result.</summary>
    public T Value { get; }

    object? ICallResult.Value => Value;

    /// <summary>The rest of the response: token usage, cost and cache status.</summary>
    public CallResponse Response { get; }

    /// <summary>The ID of the span of the call, for feedback, metrics and child calls.</summary>
    public string SpanId => Response.SpanId;

    /// <summary>Converts to <see cref="Value"/>.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(CallResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
