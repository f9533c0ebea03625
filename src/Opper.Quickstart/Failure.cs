using System.Globalization;

namespace Opper.Quickstart;

/// <summary>Formats an error of the library as one line.</summary>
internal static class Failure
{
    private const int DetailLength = 200;

    public static string Describe(OpperException problem) => problem switch
    {
        OpperAuthenticationException => $"{problem.Message} Or unset it to run on the local emulator.",
        OpperApiException { Detail: { Length: > 0 } detail } => $"{problem.Message} {Shorten(detail)}",
        OpperStreamException { ErrorMessage: { Length: > 0 } words } => $"{problem.Message} {Shorten(words)}",
        _ => problem.Message,
    };

    private static string Shorten(string text) =>
        text.Length <= DetailLength ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, DetailLength)}…");
}
