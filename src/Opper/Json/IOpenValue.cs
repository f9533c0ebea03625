namespace Opper;

/// <summary>An open set of names: the members listed are those known when this version was made, and any other value is kept as it is.</summary>
public interface IOpenValue
{
    /// <summary>The name, as it is in JSON.</summary>
    string Value { get; }

    /// <summary>Whether this version of the library knows the value.</summary>
    bool IsKnown { get; }
}
