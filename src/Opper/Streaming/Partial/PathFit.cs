namespace Opper;

/// <summary>How well a path must fit a shape.</summary>
internal enum PathFit
{
    /// <summary>Members that the type does not have are passed over later on.</summary>
    Loose,

    /// <summary>The type has every part of it.</summary>
    Known,

    /// <summary>The type has every part of it, and the last one is a plain value.</summary>
    ToValue,

    /// <summary>The type has every part of it, and the last one is an object.</summary>
    ToObject,

    /// <summary>The type has every part of it, and the last one is a list.</summary>
    ToList,
}
