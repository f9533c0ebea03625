using Microsoft.Extensions.Logging;

namespace Opper.ModelContextProtocol;

internal static partial class ToolLog
{
    [LoggerMessage(1, LogLevel.Warning, "The tool '{Name}' is not served: another tool of the server has that name.")]
    public static partial void NameTaken(ILogger logger, string name);

    [LoggerMessage(2, LogLevel.Warning, "Opper's tools could not be brought up to date; those from before are served.")]
    public static partial void Outdated(ILogger logger, Exception exception);
}
