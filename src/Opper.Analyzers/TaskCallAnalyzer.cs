using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>Reports calls that do not specify a surface. Disabled by default.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskCallAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Clients = ["Opper.OpperClient", "Opper.CallsClient"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.SurfaceIsNotSpecified);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var clients = Clients.Select(start.Compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>().ToArray();
            if (clients.Length > 0)
            {
                start.RegisterOperationAction(invocation => Check(invocation, clients), OperationKind.Invocation);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol[] clients)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod.Name is "CallAsync" or "StreamAsync" or "StreamTextAsync"
            && Array.Exists(clients, client => SymbolEqualityComparer.Default.Equals(client, invocation.TargetMethod.ContainingType))
            && !invocation.Descendants().OfType<IPropertyReferenceOperation>()
                .Any(static reference => reference.Property is { Name: "Surface", ContainingType.Name: "RequestOptions" }))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SurfaceIsNotSpecified, invocation.Syntax.GetLocation(), invocation.TargetMethod.Name));
        }
    }
}
