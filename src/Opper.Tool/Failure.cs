using System.Text.Json;
using Microsoft.Data.Sqlite;
using Opper.Evaluation.Reports;

namespace Opper.Tool;

/// <summary>An error as a single line and an exit code.</summary>
internal static class Failure
{
    private const int DetailLength = 200;

    public static (string Message, int ExitCode) Describe(Exception error) => error switch
    {
        UsageException => (error.Message, ExitCode.Usage),
        OpperApiException { Detail: { Length: > 0 } detail } => ($"{error.Message} {VisibleText.Shorten(detail, DetailLength)}", ExitCode.Failed),
        OpperStreamException { ErrorMessage: { Length: > 0 } words } => ($"{error.Message} {VisibleText.Shorten(words, DetailLength)}", ExitCode.Failed),
        OpperException => (error.Message, ExitCode.Failed),
        OperationCanceledException => ("Interrupted.", ExitCode.Interrupted),
        SqliteException => ($"A SQLite file, of the journal or the emulator, cannot be used: {error.Message}", ExitCode.Usage),
        JsonException => ($"This is not valid JSON: {error.Message}", ExitCode.Usage),
        IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or NotSupportedException =>
            (error.Message.Split(" (Parameter ")[0], ExitCode.Usage),
        _ => ($"Unexpected {error.GetType().Name}: {error.Message}", ExitCode.Failed),
    };
}
