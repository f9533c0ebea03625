namespace Opper.Emulator.Ocr;

/// <summary>A document to read, and what is known about its format.</summary>
internal sealed record OcrInput(byte[] Content, string? ContentType, string? Name);
