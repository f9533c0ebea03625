using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>A member of a JSON contract.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">The type of the member.</param>
/// <param name="JsonName">The name in JSON.</param>
/// <param name="IsIgnored">Whether it is neither read nor written.</param>
internal sealed record Member(ISymbol Symbol, ITypeSymbol Type, string JsonName, bool IsIgnored)
{
    /// <summary>Whether JSON can set it.</summary>
    public Certainty CanBeGiven { get; init; }

    /// <summary>Whether it is written to JSON.</summary>
    public bool CanBeGot { get; init; }

    /// <summary>Whether its schema does not come from its type, but from a converter or <c>[OpperSchema]</c>.</summary>
    public bool IsDescribed { get; init; }

    public bool IsExtensionData => Symbol.FindJson("JsonExtensionData") is not null;
}
