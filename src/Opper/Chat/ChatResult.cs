namespace Opper.Chat;

/// <summary>A chat's answer as a type of the caller's, with the completion it came in.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class ChatResult<T>
{
    /// <summary>Makes a result, for tests of code that takes one.</summary>
    /// <param name="value">The answer.</param>
    /// <param name="completion">The completion it came in.</param>
    public ChatResult(T value, ChatCompletion completion)
    {
        ThrowIf.Null(completion);
        Value = value;
        Completion = completion;
    }

    /// <summary>The answer.</summary>
    public T Value { get; }

    /// <summary>The whole completion: tokens, model, finish reason.</summary>
    public ChatCompletion Completion { get; }

    /// <summary>Takes the answer out.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator T(ChatResult<T> result)
    {
        ThrowIf.Null(result);
        return result.Value;
    }
}
