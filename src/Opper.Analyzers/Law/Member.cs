using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>A member of a contract.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="JsonName">The name that System.Text.Json gives it.</param>
/// <param name="IsIgnored">Whether it is neither read nor written.</param>
internal sealed record Member(ISymbol Symbol, ITypeSymbol Type, string JsonName, bool IsIgnored)
{
    /// <summary>Whether JSON can set it.</summary>
    public Certainty CanBeGiven { get; init; }

    /// <summary>Whether it can be written to JSON.</summary>
    public bool CanBeGot { get; init; }

    /// <summary>Whether something other than its type describes it: a converter, a schema of its own.</summary>
    public bool IsDescribed { get; init; }

    public bool IsExtensionData => Symbol.FindJson("JsonExtensionData") is not null;
}
