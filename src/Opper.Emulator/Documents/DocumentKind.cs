namespace Opper.Emulator.Documents;

/// <summary>The formats of documents.</summary>
internal enum DocumentKind
{
    Unknown,
    Text,
    Html,
    Pdf,
    Word,
    Image,
}
