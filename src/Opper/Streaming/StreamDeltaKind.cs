namespace Opper;

/// <summary>What JSON a stream's delta was.</summary>
public enum StreamDeltaKind
{
    /// <summary>The event had no delta, or null.</summary>
    None,

    /// <summary>A string: a piece of text.</summary>
    String,

    /// <summary>A number, whose digits are in <see cref="StreamChunk.Delta"/>.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An object or an array, whose JSON is in <see cref="StreamChunk.Delta"/>.</summary>
    Json,
}
