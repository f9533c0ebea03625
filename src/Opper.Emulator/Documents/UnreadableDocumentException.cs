namespace Opper.Emulator.Documents;

/// <summary>The text of a document cannot be read; the message has the reason.</summary>
internal sealed class UnreadableDocumentException(string message, Exception? innerException = null) : Exception(message, innerException);
