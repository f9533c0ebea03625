namespace Opper;

/// <summary>A translation of streamed calls that reads a different event format.</summary>
internal interface IChunkForm
{
    /// <summary>Creates the reader for a stream.</summary>
    StreamChunkReader CreateReader();
}
