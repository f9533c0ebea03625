namespace Opper.Batch;

/// <summary>The reason why a row failed.</summary>
/// <param name="Type">The type name of the exception, such as <c>Opper.OpperServerException</c>.</param>
/// <param name="Message">The message of the exception. Messages of Opper do not contain prompts or responses.</param>
public sealed record BatchError(string Type, string Message)
{
    /// <summary>The exception itself; <see langword="null"/> for a failure that an earlier run recorded.</summary>
    public Exception? Exception { get; init; }

    internal static BatchError Of(Exception exception)
    {
        var type = exception.GetType();
        string? message = null;
        try
        {
            message = exception.Message;
        }
        catch (Exception)
        {
            // A message that cannot be created must not end the run: its row would end each further one too.
        }

        return new BatchError(type.FullName ?? type.Name, message ?? string.Empty) { Exception = exception };
    }
}
