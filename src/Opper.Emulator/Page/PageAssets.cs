using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Opper.Emulator.Page;

/// <summary>The files of the page, which are embedded in the assembly.</summary>
internal static class PageAssets
{
    private const string Prefix = "page/";
    private static readonly FileExtensionContentTypeProvider Types = new();

    private static readonly FrozenDictionary<string, Asset> All = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), Load, StringComparer.Ordinal);

    /// <summary>The file, or 304 if the browser has it; null if there is no file with that name.</summary>
    public static IResult? Find(HttpResponse response, string path)
    {
        if (!All.TryGetValue(path, out var asset))
        {
            return null;
        }

        // Revalidated each time, so that a newer emulator on the same port is noticed; the ETag keeps that cheap.
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(asset.Bytes, asset.ContentType, entityTag: asset.Tag);
    }

    private static Asset Load(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        return new Asset(
            bytes,
            type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
            new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\""));
    }

    private sealed record Asset(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);
}
