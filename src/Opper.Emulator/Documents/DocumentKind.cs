namespace Opper.Emulator.Documents;

/// <summary>What a document is, as far as reading it goes.</summary>
internal enum DocumentKind
{
    Unknown,
    Text,
    Html,
    Pdf,
    Word,
    Image,
}
