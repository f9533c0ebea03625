using Microsoft.Extensions.Http;

namespace Opper;

/// <summary>The headers whose values may be logged: those that describe a message and cannot hold a secret. Any other may.</summary>
internal static class LoggedHeaders
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Request-Id", "Retry-After", "Retry-After-Ms", "Server",
        "Traceparent", "Transfer-Encoding", "User-Agent", "X-Request-Id",
    };

    // .NET's own, which lets nothing through.
    private static readonly Func<string, bool> Default = new HttpClientFactoryOptions().ShouldRedactHeaderValue;

    /// <summary>Which values are left out, beside those that the application has left out of all clients' logs.</summary>
    public static Func<string, bool> Redaction(Func<string, bool> before)
        => before == Default ? static name => !Allowed.Contains(name) : name => !Allowed.Contains(name) || before(name);
}
