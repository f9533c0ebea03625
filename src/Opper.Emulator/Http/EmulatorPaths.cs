namespace Opper.Emulator.Http;

/// <summary>The path prefixes.</summary>
internal static class EmulatorPaths
{
    public const string Api = "/v2";

    /// <summary>The prefix of the compat surface, and of its list of models.</summary>
    public const string SecondPart = "/v3";

    public const string Compat = SecondPart + "/compat";

    /// <summary>The models of the service, which require no key.</summary>
    public const string PublicModels = SecondPart + "/models";

    /// <summary>The prefix of the emulator's own endpoints.</summary>
    public const string Emulator = "/_emulator";

    /// <summary>The target of presigned URLs.</summary>
    public const string Storage = Emulator + "/storage";

    /// <summary>The first request of the page, which also tells it whether a key is required.</summary>
    public const string Session = Emulator + "/session";

    public static bool IsApi(this PathString path) => path.IsIn(Api) || path.IsIn(SecondPart);

    public static bool IsIn(this PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);
}
