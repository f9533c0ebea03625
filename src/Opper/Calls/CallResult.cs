namespace Opper;

/// <summary>A call's answer as a type of the caller's, with what the API said about the call.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class CallResult<T> : ICallResult
{
    /// <summary>Makes a result, for tests of code that takes one.</summary>
    /// <param name="value">The answer.</param>
    /// <param name="response">The response it came in, without its payload.</param>
    public CallResult(T value, CallResponse response)
    {
        ThrowIf.Null(response);
        Value = value;
        Response = response;
    }

    /// <summary>The answer.</summary>
    public T Value { get; }

    object? ICallResult.Value => Value;

    /// <summary>The rest of the response: tokens, cost, whether it was cached.</summary>
    public CallResponse Response { get; }

    /// <summary>The span of the call: for feedback, metrics, and as a parent of further calls.</summary>
    public string SpanId => Response.SpanId;

    /// <summary>Takes the answer out.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(CallResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
