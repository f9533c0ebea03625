namespace Opper;

/// <summary>What the JSON of a value may begin with, beside an object.</summary>
[Flags]
internal enum PartialJsonStarts
{
    /// <summary>An object alone.</summary>
    None,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A text, a number, <c>true</c>, <c>false</c> or <c>null</c>, if nothing stands before it.</summary>
    Bare,
}
