namespace Opper;

/// <summary>An extensible enum: the declared members are the values known to this version, and unknown values are preserved.</summary>
public interface IOpenValue
{
    /// <summary>The JSON value.</summary>
    string Value { get; }

    /// <summary>Whether the value is known to this version of the library.</summary>
    bool IsKnown { get; }
}
