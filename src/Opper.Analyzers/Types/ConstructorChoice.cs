using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Analyzers;

/// <summary>The constructor that the client uses for a type.</summary>
/// <param name="Constructor">The constructor, if it has parameters.</param>
/// <param name="Missing">Whether there is no usable constructor.</param>
internal sealed record ConstructorChoice(IMethodSymbol? Constructor, Certainty Missing = Certainty.No)
{
    private static readonly ConstructorChoice Default = new((IMethodSymbol?)null);

    public ImmutableArray<IParameterSymbol> Parameters => Constructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;

    public static ConstructorChoice Of(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(constructor => !(type.IsValueType && constructor.IsImplicitlyDeclared)).ToList();
        var marked = constructors.FirstOrDefault(static constructor => constructor.FindJson("JsonConstructor") is not null)
            ?? constructors.FirstOrDefault(static constructor => constructor.FindJsonNet("JsonConstructor") is not null);
        if (marked is not null)
        {
            return With(marked);
        }

        var open = constructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        if (open.Count > 1 && Primary(type, open) is { } primary)
        {
            return With(primary);
        }

        // A special case in System.Text.Json: other structs are created without a constructor.
        if (type.Is("System.Collections.Generic", "KeyValuePair") && open.Count == 1)
        {
            return With(open[0]);
        }

        if (type.IsValueType || open.Any(static constructor => constructor.Parameters.Length == 0))
        {
            return Default;
        }

        return open.Count == 1 ? With(open[0])
            : open.Count == 0 && constructors.Any(static constructor => constructor.Parameters.Length == 0) ? Default
            : new ConstructorChoice(null, type.IsSource() ? Certainty.Yes : Certainty.Maybe);
    }

    public static int CountMarked(INamedTypeSymbol type) =>
        type.InstanceConstructors.Count(static constructor => constructor.FindJson("JsonConstructor") is not null);

    private static ConstructorChoice With(IMethodSymbol constructor) => constructor.Parameters.Length == 0 ? Default : new ConstructorChoice(constructor);

    // The compiler generates a Deconstruct method with the parameters of a positional record's primary constructor.
    private static IMethodSymbol? Primary(INamedTypeSymbol type, List<IMethodSymbol> constructors)
    {
        var inSource = constructors.FirstOrDefault(static constructor =>
            constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is RecordDeclarationSyntax));
        return inSource is { Parameters.Length: > 0 } ? inSource : type.GetMembers("Deconstruct").OfType<IMethodSymbol>()
            .Where(static method => method.Find("System.Runtime.CompilerServices", "CompilerGeneratedAttribute") is not null)
            .Select(method =>
                constructors.FirstOrDefault(constructor => constructor.Parameters.Select(Signature).SequenceEqual(method.Parameters.Select(Signature))))
            .FirstOrDefault(static found => found is not null);
    }

    private static (string Name, string Type) Signature(IParameterSymbol parameter) => (parameter.Name, parameter.Type.ToDisplayString());
}
