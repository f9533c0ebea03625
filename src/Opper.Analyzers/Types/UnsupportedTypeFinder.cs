using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Whether the client rejects a type; cached per compilation.</summary>
internal sealed class UnsupportedTypeFinder(Compilation compilation)
{
    private readonly ConcurrentDictionary<ITypeSymbol, Refusal?> _outputs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, Refusal?> _inputs = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _hasResolver = new(
        () => compilation.SyntaxTrees.Any(static tree => tree.GetText().ToString().IndexOf("TypeInfoResolver", StringComparison.Ordinal) >= 0));

    /// <returns>Why the type is rejected, or <see langword="null"/> if it is not, or if that cannot be determined.</returns>
    public Refusal? Find(ITypeSymbol type, bool isInput, bool mayHaveResolver)
    {
        if (type.SpecialType == SpecialType.System_String || type.IsOpen())
        {
            return null;
        }

        var found = isInput
            ? _inputs.GetOrAdd(type, key => new TypeWalk(compilation, isInput: true).Find(key))
            : _outputs.GetOrAdd(type, key => new TypeWalk(compilation, isInput: false).Find(key));
        // Metadata provided by the caller may support what reflection does not.
        return found is { AppliesToMetadata: false } && mayHaveResolver && _hasResolver.Value ? null : found;
    }
}
