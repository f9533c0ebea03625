namespace Opper.Emulator.Documents;

/// <summary>A picture on a page: where it is, in dots from the top left, and its bytes as PNG or JPEG if they could be had.</summary>
internal sealed record PageImage(string Id, int Left, int Top, int Right, int Bottom, byte[]? Content);
