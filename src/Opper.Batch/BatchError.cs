namespace Opper.Batch;

/// <summary>Why a row failed.</summary>
/// <param name="Type">The name of the exception's type, such as <c>Opper.OpperServerException</c>.</param>
/// <param name="Message">The exception's message. Those of Opper hold no prompt and no answer.</param>
public sealed record BatchError(string Type, string Message)
{
    /// <summary>The exception itself; <see langword="null"/> for a failure that an earlier run recorded.</summary>
    public Exception? Exception { get; init; }

    internal static BatchError Of(Exception exception) => new(exception.GetType().FullName!, exception.Message) { Exception = exception };
}
