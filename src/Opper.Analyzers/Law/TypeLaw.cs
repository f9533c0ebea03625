using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>What the client says about each type, found out once per compilation.</summary>
internal sealed class TypeLaw(Compilation compilation)
{
    private readonly ConcurrentDictionary<ITypeSymbol, Refusal?> _outputs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, Refusal?> _inputs = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _hasResolver = new(() => compilation.SyntaxTrees.Any(static tree => tree.GetText().ToString().IndexOf("TypeInfoResolver", StringComparison.Ordinal) >= 0));

    /// <returns>Why the type is refused, or <see langword="null"/> where it is not, or where that is not known.</returns>
    public Refusal? Find(ITypeSymbol type, bool isInput, bool mayHaveResolver)
    {
        if (type.SpecialType == SpecialType.System_String || type.IsOpen())
        {
            return null;
        }

        var found = isInput
            ? _inputs.GetOrAdd(type, key => new TypeWalk(compilation, isInput: true).Find(key))
            : _outputs.GetOrAdd(type, key => new TypeWalk(compilation, isInput: false).Find(key));
        // Metadata of the caller's own may describe what reflection cannot.
        return found is { IsForEachSource: false } && mayHaveResolver && _hasResolver.Value ? null : found;
    }
}
