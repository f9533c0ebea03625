using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>Queries on operations.</summary>
internal static class OperationExtensions
{
    /// <summary>The root of the operation tree.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The operation, or the outermost conversion, parenthesis or conditional access around it.</summary>
    public static IOperation Outermost(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation or IParenthesizedOperation
            || (operation.Parent is IConditionalAccessOperation conditional && conditional.WhenNotNull == operation))
        {
            operation = operation.Parent;
        }

        return operation;
    }

    public static bool IsDiscarded(this IOperation operation) =>
        operation.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>The variable that the value initializes, unless it is declared with <c>using</c>.</summary>
    public static ILocalSymbol? DeclaredLocal(this IOperation operation) =>
        operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            && declarator.Parent?.Parent is IVariableDeclarationGroupOperation { Parent: not (IUsingOperation or IUsingDeclarationOperation) }
            ? declarator.Symbol
            : null;

    public static IEnumerable<ILocalReferenceOperation> References(this ILocalSymbol local, IOperation root) =>
        root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));
}
