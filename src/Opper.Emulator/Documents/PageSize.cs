namespace Opper.Emulator.Documents;

/// <summary>The size of a page in pixels.</summary>
internal sealed record PageSize(int Width, int Height, int? Dpi);
