using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>What is not sent. No content, only its kind.</summary>
internal static partial class ChatLog
{
    public const string Category = "Opper.Extensions.AI";

    [LoggerMessage(1, LogLevel.Debug, "{Content} of a message of role {Role} is not sent: it says something about an answer, not to the model")]
    public static partial void NotForTheModel(ILogger logger, string content, string role);

    [LoggerMessage(2, LogLevel.Warning, "{Content} of a message of role {Role} is not sent: the Opper API has no place for it")]
    public static partial void NoPlace(ILogger logger, string content, string role);

    [LoggerMessage(3, LogLevel.Warning, "A file of type {MediaType} is sent as its address, in text: the Opper API fetches images alone")]
    public static partial void AddressOnly(ILogger logger, string mediaType);
}
