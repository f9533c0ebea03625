namespace Opper.Emulator.Completions;

/// <summary>An error event in a stream.</summary>
internal sealed record StreamError(string Type, string Message);
