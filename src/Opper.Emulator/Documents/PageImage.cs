namespace Opper.Emulator.Documents;

/// <summary>An image on a page: its position in pixels from the top left, and its bytes as PNG or JPEG, if available.</summary>
internal sealed record PageImage(string Id, int Left, int Top, int Right, int Bottom, byte[]? Content);
