using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>Reports streams and lists that are never enumerated, so that no request is sent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadStreamAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.StreamIsNotRead);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Opper.OpperClient") is { ContainingAssembly: var client })
            {
                start.RegisterOperationAction(invocation => Check(invocation, client), OperationKind.Invocation);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, IAssemblySymbol client)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingAssembly, client)
            || invocation.TargetMethod.ReturnType.Implementation("System.Collections.Generic", "IAsyncEnumerable", 1) is null)
        {
            return;
        }

        var value = invocation.Outermost();
        if (value.IsDiscarded() || (value.DeclaredLocal() is { } local && !local.References(invocation.Root()).Any()))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StreamIsNotRead, invocation.Syntax.GetLocation(), invocation.TargetMethod.Name));
        }
    }
}
