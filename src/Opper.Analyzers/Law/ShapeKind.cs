namespace Opper.Analyzers;

/// <summary>How System.Text.Json treats a type.</summary>
internal enum ShapeKind
{
    /// <summary>A scalar that a converter handles, or a type about which nothing is known.</summary>
    Value,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object with arbitrary member names.</summary>
    Dictionary,

    /// <summary>A collection that is serialized as another one.</summary>
    StandIn,

    /// <summary>An object with members.</summary>
    Object,
}
