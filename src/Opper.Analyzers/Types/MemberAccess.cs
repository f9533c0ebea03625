using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Whether JSON can set a property that is not a constructor parameter.</summary>
/// <param name="compilation">Provides conversions between types.</param>
/// <param name="isMadeEmpty">Whether the type is created without arguments, so that its existing collections are populated.</param>
internal sealed class MemberAccess(Compilation compilation, bool isDefaultCreated)
{
    public Certainty CanBeSet(IPropertySymbol property)
    {
        for (var current = property; current is not null; current = current.OverriddenProperty)
        {
            if (current.SetMethod is not null)
            {
                return Certainty.Yes;
            }
        }

        // Private setters and fields of referenced assemblies are not visible to the compiler.
        return property.ContainingType.TypeKind == TypeKind.Interface ? Certainty.No
            : !property.IsSource() ? Certainty.Maybe
            : property.Type.SpecialType == SpecialType.System_String
                || property.Type.Implementation("System.Collections", "IEnumerable", 0) is null ? Certainty.No
            : HasField(property) ? Certainty.Yes
            : isDefaultCreated ? Certainty.Maybe
            : Certainty.No;
    }

    private bool HasField(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic
        && (SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)
            || (string.Equals(field.Name.TrimStart('_'), property.Name, StringComparison.OrdinalIgnoreCase) && IsOf(field.Type, property.Type))));

    private bool IsOf(ITypeSymbol field, ITypeSymbol property) => SymbolEqualityComparer.Default.Equals(field, property)
        || (field.IsIn("System.Collections.Generic") && field.Name is "List" or "Dictionary"
            && compilation.ClassifyCommonConversion(field, property).IsImplicit);
}
