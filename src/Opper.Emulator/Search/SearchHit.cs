namespace Opper.Emulator.Search;

/// <summary>A chunk that was found: its document, its index in the document, and its score from 0 to 1.</summary>
internal readonly record struct SearchHit(string Id, int Chunk, double Score);
