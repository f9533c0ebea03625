namespace Opper;

/// <summary>The JSON type of what has arrived for a node.</summary>
internal enum PartialKind : byte
{
    None,
    Null,
    String,

    /// <summary>An unterminated literal or number: the first digits, or the start of <c>true</c>.</summary>
    Unended,
    Number,
    Boolean,
    Object,
    Array,
}
