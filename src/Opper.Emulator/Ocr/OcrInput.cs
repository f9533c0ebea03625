namespace Opper.Emulator.Ocr;

/// <summary>A document to read, and what is known of its kind.</summary>
internal sealed record OcrInput(byte[] Content, string? ContentType, string? Name);
