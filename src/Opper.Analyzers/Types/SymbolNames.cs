using System.Text;
using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Type names in messages: those that the client uses, and those of the runtime, which System.Text.Json uses.</summary>
internal static class SymbolNames
{
    /// <summary>The name in a schema: <c>PageOfItem</c>, <c>ItemArray</c>.</summary>
    public static string Of(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return Of(array.ElementType) + "Array";
        }

        var name = type is IDynamicTypeSymbol ? "Object" : type is INamedTypeSymbol { IsAnonymousType: true } ? "AnonymousType" : type.Name;
        var arguments = Arguments(type);
        return arguments.Count == 0 ? name : name + "Of" + string.Join("And", arguments.Select(Of));
    }

    /// <summary>The name that <c>Type.ToString</c> returns: <c>System.ReadOnlySpan`1[System.Int32]</c>.</summary>
    public static string OfRuntime(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return $"{OfRuntime(array.ElementType)}[{new string(',', array.Rank - 1)}]";
            case IPointerTypeSymbol pointer:
                return OfRuntime(pointer.PointedAtType) + "*";
            case not INamedTypeSymbol:
                return type.Name;
        }

        var text = new StringBuilder(type.MetadataName);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            text.Insert(0, outer.MetadataName + "+");
        }

        if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            text.Insert(0, space.ToDisplayString() + ".");
        }

        var arguments = Arguments(type);
        return arguments.Count == 0 ? text.ToString() : $"{text}[{string.Join(",", arguments.Select(OfRuntime))}]";
    }

    public static List<ITypeSymbol> Arguments(ITypeSymbol type)
    {
        var arguments = new List<ITypeSymbol>();
        for (var current = type as INamedTypeSymbol; current is not null; current = current.ContainingType)
        {
            arguments.InsertRange(0, current.TypeArguments);
        }

        return arguments;
    }
}
