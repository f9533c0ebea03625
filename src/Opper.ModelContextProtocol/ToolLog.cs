using Microsoft.Extensions.Logging;

namespace Opper.ModelContextProtocol;

internal static partial class ToolLog
{
    [LoggerMessage(1, LogLevel.Warning, "The tool '{Name}' was omitted, because the server has another tool with that name.")]
    public static partial void NameTaken(ILogger logger, string name);

    [LoggerMessage(2, LogLevel.Warning, "The tools of Opper could not be refreshed; the previous ones are used.")]
    public static partial void Outdated(ILogger logger, Exception exception);
}
