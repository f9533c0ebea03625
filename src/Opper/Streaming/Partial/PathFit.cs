namespace Opper;

/// <summary>How strictly a path must match a shape.</summary>
internal enum PathFit
{
    /// <summary>Members that the type does not have are allowed; they are ignored later.</summary>
    Loose,

    /// <summary>The type has each member of the path.</summary>
    Known,

    /// <summary>As <see cref="Known"/>, and the target is a scalar.</summary>
    ToValue,

    /// <summary>As <see cref="Known"/>, and the target is an object.</summary>
    ToObject,

    /// <summary>As <see cref="Known"/>, and the target is a list.</summary>
    ToList,
}
