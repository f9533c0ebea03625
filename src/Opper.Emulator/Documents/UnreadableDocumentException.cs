namespace Opper.Emulator.Documents;

/// <summary>No text can be had from a document; the message says why.</summary>
internal sealed class UnreadableDocumentException(string message, Exception? innerException = null) : Exception(message, innerException);
