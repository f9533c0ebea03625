namespace Opper.Analyzers;

/// <summary>What System.Text.Json takes a type for.</summary>
internal enum ShapeKind
{
    /// <summary>A converter writes it, or nothing is known about it.</summary>
    Value,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object with names of its own.</summary>
    Dictionary,

    /// <summary>A collection that is read and written as another one.</summary>
    StandIn,

    /// <summary>An object with members.</summary>
    Object,
}
