namespace Opper;

/// <summary>What has come for a place in an answer.</summary>
internal enum PartialKind : byte
{
    None,
    Null,
    String,

    /// <summary>An unquoted value that has not ended: digits of a number, the beginning of <c>true</c>.</summary>
    Unended,
    Number,
    Boolean,
    Object,
    Array,
}
