namespace Opper.Emulator.Storage;

/// <summary>The requested page of a list.</summary>
internal readonly record struct ListRange(int Offset, int Limit);
