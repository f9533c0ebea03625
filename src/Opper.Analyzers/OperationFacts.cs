using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>What the analyzers ask about operations.</summary>
internal static class OperationFacts
{
    /// <summary>The body that an operation is part of.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The operation, or what stands around it and has the same value.</summary>
    public static IOperation Outermost(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation or IParenthesizedOperation || (operation.Parent is IConditionalAccessOperation conditional && conditional.WhenNotNull == operation))
        {
            operation = operation.Parent;
        }

        return operation;
    }

    public static bool IsDiscarded(this IOperation operation)
        => operation.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>The variable that is declared with the value, unless it is one of 'using'.</summary>
    public static ILocalSymbol? DeclaredLocal(this IOperation operation)
        => operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation { Parent: not (IUsingOperation or IUsingDeclarationOperation) } } } declarator }
            ? declarator.Symbol
            : null;

    public static IEnumerable<ILocalReferenceOperation> References(this ILocalSymbol local, IOperation root)
        => root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));
}
