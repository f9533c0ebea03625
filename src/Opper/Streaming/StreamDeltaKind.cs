namespace Opper;

/// <summary>The JSON type of a stream's delta.</summary>
public enum StreamDeltaKind
{
    /// <summary>The event has no delta, or null.</summary>
    None,

    /// <summary>A string: a part of a text.</summary>
    String,

    /// <summary>A number; its digits are in <see cref="StreamChunk.Delta"/>.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An object or an array; its JSON is in <see cref="StreamChunk.Delta"/>.</summary>
    Json,
}
