namespace Opper;

/// <summary>A form of streamed calls whose events are not those of calls.</summary>
internal interface IChunkForm
{
    /// <summary>Makes the reader of one stream.</summary>
    StreamChunkReader CreateReader();
}
