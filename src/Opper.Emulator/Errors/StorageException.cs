namespace Opper.Emulator.Errors;

/// <summary>The state cannot be saved for a reason outside the emulator, such as a full disk.</summary>
internal sealed class StorageException(string message, Exception inner) : Exception(message, inner);
