namespace Opper.Emulator.Http;

/// <summary>Where what is served begins.</summary>
internal static class EmulatorPaths
{
    public const string Api = "/v2";

    /// <summary>The second part of the API: the compat surface, and the list of models that belongs to it.</summary>
    public const string SecondPart = "/v3";

    public const string Compat = SecondPart + "/compat";

    /// <summary>The models of the service, which need no key.</summary>
    public const string PublicModels = SecondPart + "/models";

    /// <summary>What tests and people ask of the emulator itself.</summary>
    public const string Emulator = "/_emulator";

    /// <summary>Where presigned URLs lead.</summary>
    public const string Storage = Emulator + "/storage";

    /// <summary>What the page asks first, also whether it needs a key.</summary>
    public const string Session = Emulator + "/session";

    public static bool IsApi(this PathString path) => path.IsIn(Api) || path.IsIn(SecondPart);

    public static bool IsIn(this PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);
}
