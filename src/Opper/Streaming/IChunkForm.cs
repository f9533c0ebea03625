namespace Opper.Streaming;

/// <summary>A translation of streamed calls that reads a different event format.</summary>
internal interface IChunkForm
{
    /// <summary>Creates the reader of a stream.</summary>
    ChunkItems CreateItems(PartialAnswer? answer);
}
