using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>Which paths are the API's, and which of them the compat surface's.</summary>
internal static class ApiPaths
{
    public const string Compat = "/v3/compat";

    public static bool IsApi(PathString path) => path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase) || IsSecondPart(path);

    /// <summary>The compat surface and the list of models that belongs to it.</summary>
    public static bool IsSecondPart(PathString path) => path.StartsWithSegments("/v3", StringComparison.OrdinalIgnoreCase);

    public static bool IsCompat(PathString path) => path.StartsWithSegments(Compat, StringComparison.OrdinalIgnoreCase);
}
