namespace Opper.Batch;

/// <summary>The reason why a row failed.</summary>
/// <param name="Type">The type name of the exception, such as <c>Opper.OpperServerException</c>.</param>
/// <param name="Message">The message of the exception. Messages of Opper do not contain prompts or responses.</param>
public sealed record BatchError(string Type, string Message)
{
    /// <summary>The exception itself; <see langword="null"/> for a failure that an earlier run recorded.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Creates the error of a row from the exception of its call.</summary>
    /// <param name="exception">The exception. If its message cannot be read, because the property throws, that of the error is empty.</param>
    /// <returns>The error, with the exception.</returns>
    public static BatchError Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
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
