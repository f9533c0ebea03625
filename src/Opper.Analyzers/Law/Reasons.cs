using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Types that cannot be serialized, whatever contract they have.</summary>
internal static class Reasons
{
    public static string? Of(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => Refusals.Pointer,
        IArrayTypeSymbol array => IsTuple(Innermost(array)) ? Refusals.Tuple : array.Rank > 1 ? Refusals.Dimensions : null,
        _ when type.IsOrDerivesFrom("System", "Delegate") => Refusals.Delegate,
        _ when type.IsOrDerivesFrom("System.IO", "Stream") || type.Is("System.Collections.Generic", "IAsyncEnumerable") => Refusals.Stream,
        _ when type.IsOrDerivesFrom("System.Reflection", "MemberInfo") || type.IsOrDerivesFrom("System.Threading.Tasks", "Task") => Refusals.NoData,
        _ when type.IsOrDerivesFrom("System", "Exception") || type.Is("System.Text", "StringBuilder") => Refusals.NoData,
        _ when type.Is("System.Collections", "Stack") => Refusals.Collection,
        _ when IsTuple(type) => Refusals.Tuple,
        _ when type.TypeKind == TypeKind.Enum && !type.GetMembers().OfType<IFieldSymbol>().Any(static member => member.IsConst) => Refusals.NoNames,
        _ => null,
    };

    private static bool IsTuple(ITypeSymbol type) => type is INamedTypeSymbol { Arity: > 0 } && (type.Is("System", "ValueTuple") || type.Is("System", "Tuple"));

    private static ITypeSymbol Innermost(ITypeSymbol type) => type is IArrayTypeSymbol array ? Innermost(array.ElementType) : type;
}
