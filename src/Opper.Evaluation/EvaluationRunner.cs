using Opper.Evaluation.Running;
using Opper.Evaluation.Variants;

namespace Opper.Evaluation;

/// <summary>Runs all variants on all cases, and scores the outputs. It has no state.</summary>
public sealed class EvaluationRunner
{
    private readonly OpperClient _opper;
    private readonly EvaluationOptions _options;

    /// <summary>Creates a runner.</summary>
    /// <param name="opper">The client that records metrics.</param>
    /// <param name="options">The options, which are copied.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public EvaluationRunner(OpperClient opper, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        (_opper, _options) = (opper, (options ?? new EvaluationOptions()).Checked());
    }

    /// <summary>Runs an evaluation. A failed call or score is a failure in the report and does not stop the others.</summary>
    /// <param name="cases">The cases. They are kept in memory.</param>
    /// <param name="variants">The variants, with unique names.</param>
    /// <param name="scorers">The scorers, with unique names.</param>
    /// <param name="cancellationToken">Cancels the run. With <see cref="EvaluationOptions.JournalPath"/>, it can be resumed.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">There are no cases, variants or scorers, or names are not unique.</exception>
    /// <exception cref="OpperException">A variant cannot be prepared, the key was rejected, or <see cref="EvaluationOptions.BudgetLimit"/> would be
    /// exceeded.</exception>
    public async Task<EvaluationReport> RunAsync(
        IAsyncEnumerable<EvaluationCase> cases,
        IEnumerable<EvaluationVariant> variants,
        IEnumerable<Scorer> scorers,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var list = new List<EvaluationCase>();
        await foreach (var one in cases.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            list.Add(one);
        }

        return await RunAsync(list, variants, scorers, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync(IAsyncEnumerable{EvaluationCase}, IEnumerable{EvaluationVariant}, IEnumerable{Scorer}, CancellationToken)"/>
    public async Task<EvaluationReport> RunAsync(
        IEnumerable<EvaluationCase> cases,
        IEnumerable<EvaluationVariant> variants,
        IEnumerable<Scorer> scorers,
        CancellationToken cancellationToken = default)
    {
        EvaluationCase[] caseList = [.. Named(cases, one => one.Id, nameof(cases))];
        EvaluationVariant[] variantList = [.. Named(variants, variant => variant.Name, nameof(variants))];
        Scorer[] scorerList = [.. scorers ?? throw new ArgumentNullException(nameof(scorers))];
        _ = Named(scorerList.SelectMany(scorer => scorer.Names), name => name, nameof(scorers));
        var started = DateTimeOffset.UtcNow;
        var (prepared, reports) = (new List<PreparedVariant>(), new List<VariantReport>());
        foreach (var variant in variantList)
        {
            // All of them before the first call: a variant that does not exist must not be noticed after others have been paid for.
            prepared.Add(await variant.PrepareAsync(cancellationToken).ConfigureAwait(false));
        }

        foreach (var (variant, calls) in variantList.Zip(prepared))
        {
            var run = new VariantRun(_opper, _options, variant.Name, calls, caseList, scorerList);
            reports.Add(await run.RunAsync(cancellationToken).ConfigureAwait(false));
        }

        return new EvaluationReport(_options.Name, started, reports);
    }

    private static List<T> Named<T>(IEnumerable<T> items, Func<T, string> name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(items, parameter);
        var list = items.ToList();
        return list.Count == 0 ? throw new ArgumentException($"There are no {parameter}.", parameter)
            : list.GroupBy(name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new ArgumentException($"'{twice.Key}' is the name of several {parameter}.", parameter)
            : list;
    }
}
