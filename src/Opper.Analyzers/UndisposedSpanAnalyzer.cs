using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>Reports spans that are started and never disposed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndisposedSpanAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.SpanIsNotDisposed);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Opper.Tracing.SpanScope") is { } scope)
            {
                start.RegisterOperationAction(invocation => Check(invocation, scope), OperationKind.Invocation);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol scope)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingAssembly, scope.ContainingAssembly)
            || invocation.TargetMethod.ReturnType is not INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] }
            || !SymbolEqualityComparer.Default.Equals(result, scope))
        {
            return;
        }

        var value = Awaited(invocation).Outermost();
        if (value.IsDiscarded() || (IsScope(value, scope) && value.DeclaredLocal() is { } local && !local.References(invocation.Root()).Any(Escapes)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SpanIsNotDisposed, invocation.Syntax.GetLocation(), invocation.TargetMethod.Name));
        }
    }

    private static bool IsScope(IOperation value, INamedTypeSymbol scope) => SymbolEqualityComparer.Default.Equals(value.Type, scope);

    // The task or its awaited result, with or without ConfigureAwait.
    private static IOperation Awaited(IOperation task)
    {
        var operation = task.Outermost();
        if (operation.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured)
        {
            operation = configured;
        }

        return operation.Parent as IAwaitOperation ?? operation;
    }

    // A span that is returned, stored or passed on may be disposed elsewhere; one of which only members are used is not.
    private static bool Escapes(ILocalReferenceOperation reference) => reference.Outermost().Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "DisposeAsync" } => true,
        IInvocationOperation call => call.Instance is null || call.Instance != reference.Outermost(),
        IMemberReferenceOperation => false,
        IConditionalAccessOperation conditional => conditional.WhenNotNull.Descendants().Prepend(conditional.WhenNotNull)
            .Any(static inner => inner is IInvocationOperation { TargetMethod.Name: "DisposeAsync" }),
        _ => true,
    };
}
