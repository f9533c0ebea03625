using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Opper.Analyzers.Tests;

/// <summary>Runs an analyzer over statements; what it reports is marked as <c>{|OPPER001:…|}</c>.</summary>
internal static class Verify
{
    public static Task StatementsAsync<TAnalyzer>(string statements, string types = "")
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        ProgramAsync<TAnalyzer>($$"""
            using System;
            using System.Collections.Generic;
            using System.Text.Json.Serialization;
            using System.Threading.Tasks;
            using Opper;
            using Opper.Chat;
            using Opper.Functions;
            using Opper.Tracing;

            #nullable enable
            internal class Program
            {
                private SpanScope? _kept;

                internal async Task<object?> RunAsync(OpperClient client, CallRequest given, System.Text.Json.Serialization.Metadata.JsonTypeInfo<Action> info)
                {
                    await Task.Yield();
                    {{statements}}
                    return _kept;
                }
            }

            {{types}}
            """);

    public static Task ProgramAsync<TAnalyzer>(string program)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        // No reference assemblies are downloaded: the program is compiled against the assemblies of the test process.
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
        {
            TestCode = program,
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            CompilerDiagnostics = CompilerDiagnostics.Errors,
        };
        test.TestState.AdditionalReferences.AddRange(Code.References);
        test.SolutionTransforms.Add(static (solution, project) => solution.WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.Latest)));
        // Including rules that are disabled by default.
        test.SolutionTransforms.Add(static (solution, project) =>
        {
            var options = solution.GetProject(project)!.CompilationOptions!;
            return solution.WithProjectCompilationOptions(project,
                options.WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.SetItem("OPPER005", Microsoft.CodeAnalysis.ReportDiagnostic.Info)));
        });
        return test.RunAsync();
    }
}
