using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Opper.Analyzers;

/// <summary>Reports types for which the client cannot create a schema.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DescribedTypeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.TypeIsUnsupported,
        Rules.DerivedTypesAreMissing);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Opper.OpperClient") is null)
            {
                return;
            }

            var finder = new UnsupportedTypeFinder(start.Compilation);
            start.RegisterOperationAction(invocation => Check(invocation, finder), OperationKind.Invocation);
        });
    }

    private static void Check(OperationAnalysisContext context, UnsupportedTypeFinder finder)
    {
        var invocation = (IInvocationOperation)context.Operation;
        var method = invocation.TargetMethod;
        if (!SchemaMethods.Contains(method))
        {
            return;
        }

        for (var i = 0; i < method.TypeArguments.Length; i++)
        {
            var isInput = SchemaMethods.IsInput(method, i);
            if (finder.Find(method.TypeArguments[i], isInput, SchemaMethods.HasResolver(method)) is { } refusal && (isInput || !MayHaveOwnSchema(invocation)))
            {
                context.ReportDiagnostic(Diagnostic.Create(refusal.LacksDerivedTypes ? Rules.DerivedTypesAreMissing : Rules.TypeIsUnsupported,
                    Location(invocation.Syntax, i), refusal.Text));
            }
        }
    }

    // If the request has its own schema, the type's is not used.
    private static bool MayHaveOwnSchema(IInvocationOperation invocation) =>
        invocation.Arguments.FirstOrDefault(static argument =>
            argument.Parameter is { } parameter && SchemaMethods.OwnSchema(parameter.Type) is not null) is { } argument
            && !IsWithout(Value(argument.Value), SchemaMethods.OwnSchema(argument.Parameter!.Type)!);

    private static bool IsWithout(IOperation request, string member) => request switch
    {
        IObjectCreationOperation creation => creation.Arguments.IsEmpty && creation.Initializer?.Initializers.Any(one => Sets(one, member)) != true,
        ILocalReferenceOperation { Local: var local } => local.References(request.Root()) is var references
            && references.All(reference =>
                reference.Parent is IPropertyReferenceOperation property ? property.Property.Name != member : IsArgumentOfClient(reference))
            && Initial(local, request.Root()) is { } value && value is IObjectCreationOperation && IsWithout(value, member),
        _ => false,
    };

    private static bool Sets(IOperation initializer, string member) =>
        initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } }
            ? initializer is not IMemberInitializerOperation
            : name == member;

    private static bool IsArgumentOfClient(IOperation reference) =>
        reference.Outermost().Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingAssembly.Name: "Opper" } };

    private static IOperation? Initial(ILocalSymbol local, IOperation root) =>
        root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(
            declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.Initializer?.Value is { } value ? Value(value) : null;

    private static IOperation Value(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static Location Location(SyntaxNode syntax, int argument)
    {
        var name = syntax is InvocationExpressionSyntax invocation ? invocation.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var expression => expression,
        } : syntax;
        return name is GenericNameSyntax generic && argument < generic.TypeArgumentList.Arguments.Count
            ? generic.TypeArgumentList.Arguments[argument].GetLocation()
            : name.GetLocation();
    }
}
