namespace Opper.Transport;

/// <summary>Validates and normalizes the base URL.</summary>
internal static class BaseAddress
{
    public static Uri Parse(string? text, string setting, ICollection<string> plainHttpHosts)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"{setting} must not be blank. Omit it to use {OpperClientOptions.DefaultBaseUrl}.", setting);
        }

        if (!Uri.TryCreate(text!.Trim(), UriKind.Absolute, out var uri) || (uri.Scheme != "http" && uri.Scheme != "https"))
        {
            throw new ArgumentException($"{setting} must be an absolute URL that starts with https://, such as {OpperClientOptions.DefaultBaseUrl}.", setting);
        }

        return Check(uri, setting, plainHttpHosts);
    }

    public static Uri Check(Uri uri, string setting, ICollection<string> plainHttpHosts)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != "http" && uri.Scheme != "https"))
        {
            throw new ArgumentException($"{setting} must be an absolute URL that starts with https://, such as {OpperClientOptions.DefaultBaseUrl}.", setting);
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"{setting} must not contain user info, a query or a fragment.", setting);
        }

        if (!IsAllowed(uri, plainHttpHosts))
        {
            throw new ArgumentException($"{setting} must use https, because the API key would be sent unencrypted. Plain http is allowed for loopback "
                + $"addresses and the hosts in {nameof(OpperClientOptions.PlainHttpHosts)}.", setting);
        }

        // The official SDKs include /v2 in the base URL; the contract includes it in every path.
        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/v2", StringComparison.Ordinal))
        {
            path = path.Substring(0, path.Length - 3);
        }

        return new UriBuilder(uri) { Path = path + "/" }.Uri;
    }

    /// <summary>Whether requests may be sent there: over https, to this machine, or to a host for which plain http was explicitly allowed.</summary>
    public static bool IsAllowed(Uri uri, ICollection<string> plainHttpHosts) =>
        uri.Scheme == "https" || uri.IsLoopback || plainHttpHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase)
            || plainHttpHosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase);
}
