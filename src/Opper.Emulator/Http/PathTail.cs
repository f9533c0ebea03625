using Microsoft.AspNetCore.Http.Features;

namespace Opper.Emulator.Http;

/// <summary>The decoded rest of a path. Read from the raw target, because Kestrel does not decode %2F.</summary>
internal static class PathTail
{
    public static string After(HttpContext context, string marker)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var path = target.Split('?', 2)[0];
        var at = path.IndexOf(marker, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? string.Empty : Uri.UnescapeDataString(path[(at + marker.Length)..]);
    }
}
