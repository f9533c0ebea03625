namespace Opper;

/// <summary>Checks and normalises the base URL.</summary>
internal static class BaseAddress
{
    public static Uri Parse(string? text, string setting, ICollection<string> plainHttpHosts)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"{setting} must not be blank. Leave it out for {OpperClientOptions.DefaultBaseUrl}.", setting);
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
            throw new ArgumentException($"{setting} must not hold user info, a query or a fragment.", setting);
        }

        if (!IsAllowed(uri, plainHttpHosts))
        {
            throw new ArgumentException($"{setting} must use https: the API key would cross the network unencrypted. Plain http is allowed to loopback addresses, and to the hosts named in {nameof(OpperClientOptions.PlainHttpHosts)}.", setting);
        }

        // The official SDKs write the base with /v2 at its end; the contract has it in every path.
        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/v2", StringComparison.Ordinal))
        {
            path = path.Substring(0, path.Length - 3);
        }

        return new UriBuilder(uri) { Path = path + "/" }.Uri;
    }

    /// <summary>Whether requests may go there: over https, on this machine, or to a host for which plain http was asked for by name.</summary>
    public static bool IsAllowed(Uri uri, ICollection<string> plainHttpHosts)
        => uri.Scheme == "https" || uri.IsLoopback || plainHttpHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase) || plainHttpHosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase);
}
