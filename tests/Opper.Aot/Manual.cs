namespace Opper.Aot;

/// <summary>A segment of a knowledge base, as a record.</summary>
internal sealed record Manual(string Key, string Content, string Lang, int Year);
