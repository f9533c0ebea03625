namespace Opper.Chat;

/// <summary>The typed result of a chat completion, with the completion.</summary>
/// <typeparam name="T">The result type.</typeparam>
public sealed class ChatResult<T>
{
    /// <summary>Creates a result, for use in tests.</summary>
    /// <param name="value">The result.</param>
    /// <param name="completion">The completion.</param>
    public ChatResult(T value, ChatCompletion completion)
    {
        ThrowIf.Null(completion);
        Value = value;
        Completion = completion;
    }

    /// <summary>The result.</summary>
    public T Value { get; }

    /// <summary>The completion, with token usage, model and finish reason.</summary>
    public ChatCompletion Completion { get; }

    /// <summary>Converts to <see cref="Value"/>.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(ChatResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
