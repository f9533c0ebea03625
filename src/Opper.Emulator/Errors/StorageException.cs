namespace Opper.Emulator.Errors;

/// <summary>State cannot be kept, for a reason that lies outside of the emulator, such as a full disk.</summary>
internal sealed class StorageException(string message, Exception inner) : Exception(message, inner);
