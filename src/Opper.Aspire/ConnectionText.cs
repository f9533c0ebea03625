using System.Data.Common;

namespace Opper.Aspire;

/// <summary>Reads a connection string: <c>Endpoint=https://…;Key=…</c>, or only a URL. Error messages do not contain it.</summary>
internal static class ConnectionText
{
    /// <exception cref="InvalidOperationException">It is not a valid connection string; the message contains its name.</exception>
    public static void Read(string text, string name, OpperSettings settings)
    {
        var place = $"The connection string '{name}'";
        if (!text.Contains(';') && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            settings.Endpoint = url;
            return;
        }

        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new InvalidOperationException($"{place} is neither a URL nor of the form 'Endpoint=https://…;Key=…'.");
        }

        if (parts.TryGetValue("Endpoint", out var endpoint))
        {
            settings.Endpoint = Address((string)endpoint, $"'Endpoint' of {char.ToLowerInvariant(place[0])}{place[1..]}");
        }

        if (parts.TryGetValue("Key", out var key))
        {
            settings.Key = (string)key;
        }

        if (endpoint is null && key is null)
        {
            throw new InvalidOperationException($"{place} contains neither 'Endpoint' nor 'Key'.");
        }
    }

    /// <exception cref="InvalidOperationException">It is not an http or https URL.</exception>
    public static Uri Address(string text, string place) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new InvalidOperationException($"{place} is not an http or https URL.");
}
