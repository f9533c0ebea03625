using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Logs contents that are not sent: their types, never the contents themselves.</summary>
internal static partial class ChatLog
{
    public const string Category = "Opper.Extensions.AI";

    [LoggerMessage(1, LogLevel.Debug, "{Content} in a message with role {Role} is not sent: it describes a response and is not meant for the model")]
    public static partial void NotForTheModel(ILogger logger, string content, string role);

    [LoggerMessage(2, LogLevel.Warning, "{Content} in a message with role {Role} is not sent: the Opper API does not support it")]
    public static partial void NoPlace(ILogger logger, string content, string role);

    [LoggerMessage(3, LogLevel.Warning, "A file of type {MediaType} is sent as text with its URL: the Opper API downloads only images")]
    public static partial void AddressOnly(ILogger logger, string mediaType);
}
