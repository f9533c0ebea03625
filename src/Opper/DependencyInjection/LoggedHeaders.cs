using Microsoft.Extensions.Http;

namespace Opper.DependencyInjection;

/// <summary>The headers whose values may be logged. All others may contain secrets and are redacted.</summary>
internal static class LoggedHeaders
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Request-Id", "Retry-After", "Retry-After-Ms", "Server",
        "Traceparent", "Transfer-Encoding", "User-Agent", "X-Request-Id",
    };

    // The default of HttpClientFactoryOptions, which redacts all values.
    private static readonly Func<string, bool> Default = new HttpClientFactoryOptions().ShouldRedactHeaderValue;

    /// <summary>Redacts all headers but the allowed ones, and those that the application already redacts for all clients.</summary>
    public static Func<string, bool> Redaction(Func<string, bool> before) =>
        before == Default ? static name => !Allowed.Contains(name) : name => !Allowed.Contains(name) || before(name);
}
