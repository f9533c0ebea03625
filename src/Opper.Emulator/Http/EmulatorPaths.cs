namespace Opper.Emulator.Http;

/// <summary>Where what is served begins.</summary>
internal static class EmulatorPaths
{
    public const string Api = "/v2";

    /// <summary>What tests and people ask of the emulator itself.</summary>
    public const string Emulator = "/_emulator";

    /// <summary>Where presigned URLs lead.</summary>
    public const string Storage = Emulator + "/storage";

    /// <summary>What the page asks first, also whether it needs a key.</summary>
    public const string Session = Emulator + "/session";

    public static bool IsIn(this PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);
}
