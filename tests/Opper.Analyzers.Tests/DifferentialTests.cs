using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Opper.Analyzers.Tests;

/// <summary>The analyzer reports a type exactly if the client rejects it, with the same message.</summary>
public sealed class DifferentialTests
{
    private const string Mark = "// calls";

    private static readonly Lazy<IReadOnlyList<(Type Type, string? Refusal)>> Outputs = new(
        static () => [.. DifferentialShapes.All.Select(static type => (type, RunTime.Output(type)))]);
    private static readonly Lazy<IReadOnlyList<(Type Type, string? Refusal)>> Inputs = new(
        static () => [.. DifferentialShapes.All.Select(static type => (type, RunTime.Input(type)))]);

    [Test]
    public void The_compared_types_include_many_rejected_and_accepted_ones()
    {
        var refusals = Outputs.Value.Where(static one => one.Refusal is not null).ToList();

        Assert.That(refusals, Has.Count.GreaterThan(500));
        Assert.That(Outputs.Value.Count - refusals.Count, Is.GreaterThan(1000));
    }

    [Test]
    public async Task Output_types_in_source_are_reported_exactly_if_the_client_rejects_them() =>
        Compare(Outputs.Value, await ReportedAsync(Outputs.Value, static name => $"OpperSchema.For<{name}>();", inSource: true), isComplete: true);

    [Test]
    public async Task Input_types_in_source_are_reported_exactly_if_the_client_rejects_them() =>
        Compare(Inputs.Value, await ReportedAsync(Inputs.Value, static name => $"client.CallAsync<{name}, string>(\"n\", null, default({name})!);",
            inSource: true), isComplete: true);

    [Test]
    public async Task Types_of_referenced_assemblies_have_no_false_positives()
    {
        Compare(Outputs.Value, await ReportedAsync(Outputs.Value, static name => $"OpperSchema.For<{name}>();", inSource: false), isComplete: false);
        Compare(Inputs.Value, await ReportedAsync(Inputs.Value, static name => $"client.CallAsync<{name}, string>(\"n\", null, default({name})!);",
            inSource: false), isComplete: false);
    }

    private static void Compare(IReadOnlyList<(Type Type, string? Refusal)> said, IReadOnlyList<string?> reported, bool isComplete)
    {
        var differences = said.Zip(reported)
            .Where(pair => NotKnown.Contains(pair.First.Type) ? pair.Second is not null && pair.First.Refusal is null
                : pair.Second is null ? isComplete && pair.First.Refusal is not null
                : pair.Second != pair.First.Refusal)
            .Select(static pair => $"{CSharpNames.Of(pair.First.Type)}\n    client:   {pair.First.Refusal}\n    analyzer: {pair.Second}");

        Assert.That(string.Join('\n', differences), Is.Empty);
        Assert.That(reported.Count(static text => text is not null), Is.GreaterThan(300), "hardly anything was reported");
    }

    private static async Task<IReadOnlyList<string?>> ReportedAsync(IReadOnlyList<(Type Type, string? Refusal)> types, Func<string, string> call, bool inSource)
    {
        var calls = Mark + "\nusing Opper; static class Calls { static void All(OpperClient client) {\n"
            + string.Join('\n', types.Select(one => call(CSharpNames.Of(one.Type)))) + "\n} }";
        var compilation = inSource ? Code.Compile(Code.Shapes().Append(calls)) : Code.Compile([calls], Code.Itself);
        var found = await compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new DescribedTypeAnalyzer())).GetAnalyzerDiagnosticsAsync();
        var reported = new string?[types.Count];
        foreach (var diagnostic in found.Where(static diagnostic => diagnostic.Location.SourceTree!.ToString().StartsWith(Mark, StringComparison.Ordinal)))
        {
            reported[diagnostic.Location.GetLineSpan().StartLinePosition.Line - 2] = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        }

        return reported;
    }
}
