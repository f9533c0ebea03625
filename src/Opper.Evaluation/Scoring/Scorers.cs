using Microsoft.Extensions.AI.Evaluation;
using Opper.Evaluation.Scoring;

namespace Opper.Evaluation;

/// <summary>Creates scorers.</summary>
public static class Scorers
{
    /// <summary>1 if the output equals the expected one, otherwise 0. JSON is compared by value, regardless of the order of properties and the format of
    /// numbers.</summary>
    /// <param name="name">The name of the score.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Exact(string name = "exact") =>
        Of(name, context => JsonComparison.Compare(Expected(context), context.Output).Differences is [var first, ..]
        ? new Score(name, 0, first.ToString())
        : new Score(name, 1));

    /// <summary>The share of JSON values that are equal, of those in the expected output or the actual one.</summary>
    /// <param name="name">The name of the score.</param>
    /// <returns>The scorer.</returns>
    public static Scorer JsonDiff(string name = "json") => Of(name, context =>
    {
        var comparison = JsonComparison.Compare(Expected(context), context.Output);
        return new Score(name, comparison.Similarity, comparison.Reason);
    });

    /// <summary>A score for each expected field, such as <c>fields/team</c>, and their mean.</summary>
    /// <param name="name">The name of the mean.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Fields(string name = "fields") => new FieldsScorer(name);

    /// <summary>1 if the text of the output matches, otherwise 0.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="name">The name of the score.</param>
    /// <returns>The scorer.</returns>
    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    public static Scorer Regex(string pattern, string name = "regex")
    {
        var expression = new System.Text.RegularExpressions.Regex(pattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        return Of(name, context => new Score(name, expression.IsMatch(context.OutputText) ? 1 : 0));
    }

    /// <summary>The cosine similarity of the embeddings of the output and the expected output. <c>POST /v2/embeddings</c>. The score is recorded.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="model">The embedding model. Default: that of the API.</param>
    /// <param name="name">The name of the score.</param>
    /// <returns>The scorer.</returns>
    public static Scorer EmbeddingSimilarity(OpperClient opper, string? model = null, string name = "similarity") => new EmbeddingScorer(opper, model, name);

    /// <summary>The verdict of another model, from 0 to 1, with a typed call. <c>POST /v2/call</c>. The verdict is recorded.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="criteria">What makes an output good.</param>
    /// <param name="model">The model of the judge. Default: that of the API.</param>
    /// <param name="name">The name of the score, and of the judge's task under <c>evaluation/</c>.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Judge(OpperClient opper, string criteria, ModelSelection? model = null, string name = "judge") =>
        new JudgeScorer(opper, criteria, model, name);

    /// <summary>Your own code.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="score">Scores an output.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Of(string name, Func<ScoringContext, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Of(name, context => new Score(name, score(context)));
    }

    /// <inheritdoc cref="Of(string, Func{ScoringContext, double})"/>
    public static Scorer Of(string name, Func<ScoringContext, Score> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Of(name, (context, _) => Task.FromResult(score(context)));
    }

    /// <summary>Your own asynchronous code.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="score">Scores an output.</param>
    /// <param name="fingerprint">Set it if scoring costs money: see <see cref="Scorer.Fingerprint"/>.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Of(string name, Func<ScoringContext, CancellationToken, Task<Score>> score, string? fingerprint = null) =>
        new DelegateScorer(name, score, fingerprint);

    /// <summary>An evaluator of Microsoft.Extensions.AI.Evaluation; its metrics become scores, Boolean ones 1 and 0. Reported errors and metrics without a
    /// value are failures.</summary>
    /// <param name="evaluator">The evaluator.</param>
    /// <param name="chat">The model that it uses, if any, such as <c>opper.AsChatClient()</c> of Opper.Extensions.AI.</param>
    /// <param name="contexts">Additional context of a case, such as an <c>EquivalenceEvaluatorContext</c>.</param>
    /// <param name="fingerprint">Set it if scoring costs money: see <see cref="Scorer.Fingerprint"/>.</param>
    /// <returns>The scorer.</returns>
    public static Scorer Of(IEvaluator evaluator, ChatConfiguration? chat = null, Func<ScoringContext, IEnumerable<EvaluationContext>>? contexts = null,
        string? fingerprint = null) =>
        new EvaluatorScorer(evaluator, chat, contexts, fingerprint);

    internal static RawJson Expected(ScoringContext context) =>
        context.Case.Expected ?? throw new InvalidOperationException("The case has no expected output.");
}
