namespace Opper.Emulator.Storage;

/// <summary>Which part of a list is asked for.</summary>
internal readonly record struct ListRange(int Offset, int Limit);
