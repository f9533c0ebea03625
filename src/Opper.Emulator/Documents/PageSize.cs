namespace Opper.Emulator.Documents;

/// <summary>The size of a page, in dots.</summary>
internal sealed record PageSize(int Width, int Height, int? Dpi);
