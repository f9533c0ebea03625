using CsCheck;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Opper.Emulator;

namespace Opper.Evaluation.Tests;

public sealed class ScorerTests : EvaluationTest
{
    [TestCase("\"a\"", "\"a\"", 1)]
    [TestCase("\"a\"", "\"A\"", 0)]
    [TestCase("1", "1.0", 1)]
    [TestCase("42", "\"42\"", 1)]
    [TestCase("9007199254740993", "9007199254740992", 0)]
    [TestCase("9007199254740993", "\"9007199254740993.0\"", 1)]
    [TestCase("0.1", "0.1000000000000000055", 1)]
    [TestCase("\"007\"", "\"7\"", 0)]
    [TestCase("\"1e3\"", "\"1000\"", 0)]
    [TestCase("\"NaN\"", "\"nan\"", 0)]
    [TestCase("true", "\"true\"", 1)]
    [TestCase("null", "\"\"", 0)]
    [TestCase("""{"a": 1, "b": [1, 2]}""", """{"b": [1, 2.0], "a": 1}""", 1)]
    [TestCase("""{"a": 1}""", """{"a": 1, "b": null}""", 1)]
    [TestCase("""{"a": 1}""", """{"a": 1, "b": 2}""", 0)]
    [TestCase("[1, 2]", "[2, 1]", 0)]
    [TestCase("{}", "[]", 0)]
    [TestCase("{}", "\"{}\"", 0)]
    public async Task Exact_compares_JSON_values(string expected, string answer, double score) =>
        Assert.That((await OneAsync(Scorers.Exact(), expected, answer)).Value, Is.EqualTo(score));

    [TestCase("""{"a": 1, "b": 2, "c": 3, "d": 4}""", """{"a": 1, "b": 2, "c": 3, "d": 5}""", 0.75)]
    [TestCase("""{"a": 1}""", """{"a": 1, "b": 2}""", 0.5)]
    [TestCase("""{"a": {"x": 1, "y": 2}, "b": 1}""", """{"b": 1}""", 1 / 3d)]
    [TestCase("[1, 2]", "[1]", 0.5)]
    [TestCase("[1, 2]", "7", 0)]
    [TestCase("{}", "{}", 1)]
    public async Task A_diff_score_is_the_share_of_equal_values(string expected, string answer, double score) =>
        Assert.That((await OneAsync(Scorers.JsonDiff(), expected, answer)).Value, Is.EqualTo(score).Within(1e-9));

    [TestCase("[1, 2, 3]", "\"text\"", "$: expected [1, 2, 3], got \"text\"")]
    [TestCase("""{"a": {"x": 1, "y": 2}}""", "{}", """$.a: expected {"x": 1, "y": 2}, got nothing""")]
    public async Task A_value_that_is_missing_as_a_whole_is_listed_once(string expected, string answer, string reason)
    {
        var score = await OneAsync(Scorers.JsonDiff(), expected, answer);
        Assert.That((score.Value, score.Reason), Is.EqualTo((0d, reason)));
    }

    [Test]
    public async Task Only_the_first_differences_are_listed_and_the_others_counted()
    {
        var (expected, answer) = ($"[{string.Join(',', Enumerable.Range(0, 25))}]", $"[{string.Join(',', Enumerable.Range(100, 25))}]");
        foreach (var score in new[] { await OneAsync(Scorers.JsonDiff(), expected, answer),
            (await ScoreAsync(Scorers.Fields(), $$"""{"list": {{expected}}}""", $$"""{"list": {{answer}}}"""))[1] })
        {
            Assert.That((score.Value, score.Reason), Is.EqualTo((0d,
                string.Concat(Enumerable.Range(0, 20).Select(i => $"$[{i}]: expected {i}, got {i + 100}; ")) + "and 5 more")));
        }
    }

    [Test]
    public async Task A_difference_is_shortened_between_characters([Range(60, 63)] int length)
    {
        var reason = (await OneAsync(Scorers.Exact(), $"\"{new string('x', length)}{string.Concat(Enumerable.Repeat("😀", 20))}\"", "1")).Reason!;
        Assert.That(reason.EnumerateRunes(), Has.None.EqualTo(System.Text.Rune.ReplacementChar), reason);
    }

    [Test]
    public void A_diff_is_reflexive_and_symmetric() =>
        Gen.Select(Values, Values).Sample((one, other) =>
        {
            Assert.That(OneAsync(Scorers.JsonDiff(), one, one).Result.Value, Is.EqualTo(1));
            Assert.That(OneAsync(Scorers.Exact(), one, one).Result.Value, Is.EqualTo(1));
            var score = OneAsync(Scorers.JsonDiff(), one, other).Result.Value!.Value;
            Assert.That(score, Is.InRange(0, 1).And.EqualTo(OneAsync(Scorers.JsonDiff(), other, one).Result.Value!.Value).Within(1e-9));
            Assert.That(score == 1, Is.EqualTo(OneAsync(Scorers.Exact(), one, other).Result.Value == 1));
        }, iter: 300);

    [Test]
    public async Task Recorded_scores_of_one_judge_are_not_those_of_another_with_the_same_criteria()
    {
        Emulator.OnCall("evaluation/first").Returns(new { reasoning = "good", score = 1.0 });
        Emulator.OnCall("evaluation/second").Returns(new { reasoning = "bad", score = 0.0 });
        var options = new EvaluationOptions { JournalPath = Path.Combine(Folder, "scores.db"), RecordMetrics = false };

        var report = await new EvaluationRunner(Opper, options).RunAsync(EvaluationDataset.Of(("a", "b")), [Table("table", ("a", "b"))],
            [Scorers.Judge(Opper, "It is good.", name: "first"), Scorers.Judge(Opper, "It is good.", name: "second")]);

        Assert.That(report["table"].Mean("first"), Is.EqualTo(1));
        Assert.That(report["table"].Mean("second"), Is.EqualTo(0));
    }

    [Test]
    public async Task A_variant_that_cannot_be_prepared_is_noticed_before_others_are_called()
    {
        var calls = 0;
        var paid = EvaluationVariant.Of("paid", "1", (input, _) => Task.FromResult(new EvaluationOutput(RawJson.From(++calls))));

        Assert.That(async () => await new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(("a", "b")),
            [paid, EvaluationVariant.OfFunction(Opper, "missing")], [Scorers.Exact()]), Throws.TypeOf<OpperNotFoundException>());
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task Each_field_has_a_score_and_there_is_a_mean()
    {
        var scores = await ScoreAsync(Scorers.Fields(), """{"team": "billing", "urgent": true, "lines": [1, 2]}""",
            """{"team": "billing", "urgent": false, "lines": [1]}""");

        Assert.That(scores.Select(score => (score.Name, score.Value)),
            Is.EqualTo(new (string, double?)[] { ("fields", 0.5), ("fields/team", 1), ("fields/urgent", 0), ("fields/lines", 0.5) }));
        Assert.That(scores[2].Reason, Is.EqualTo("$: expected true, got false"));
        Assert.That((await ScoreAsync(Scorers.Fields(), """{"a": 1}""", "\"text\""))[0].Value, Is.Zero);
    }

    [Test]
    public async Task A_pattern_is_matched_against_the_text()
    {
        Assert.That((await OneAsync(Scorers.Regex("^[a-z]+$"), null, "\"abc\"")).Value, Is.EqualTo(1));
        Assert.That((await OneAsync(Scorers.Regex("^[a-z]+$"), null, "\"a-c\"")).Value, Is.Zero);
        Assert.Catch<ArgumentException>(() => Scorers.Regex("("));
    }

    [Test]
    public async Task A_case_without_an_expected_output_is_a_failed_score_if_one_is_required()
    {
        var report = await new EvaluationRunner(Opper).RunAsync([new EvaluationCase("1", "a")], [Table("v", ("a", "b"))],
            [Scorers.Exact(), Scorers.JsonDiff(), Scorers.Fields()]);
        Assert.That(report["v"].Results[0].Scores.Where(score => score.IsFailure).Select(score => score.Name), Is.EqualTo(new[] { "exact", "json", "fields" }));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public async Task A_score_that_is_not_a_number_is_a_failure(double value)
    {
        var report = await new EvaluationRunner(Opper).RunAsync([new EvaluationCase("1", "a")], [Table("v", ("a", "b"))], [Scorers.Of("odd", _ => value)]);
        Assert.That((report["v"].Failures, report["v"].Mean("odd")), Is.EqualTo((1, 0d)));
    }

    [Test]
    public async Task Embedding_similarity_is_higher_for_similar_texts()
    {
        var scorer = Scorers.EmbeddingSimilarity(Opper);
        var same = await OneAsync(scorer, "\"the lamp is broken\"", "\"the lamp is broken\"");
        var other = await OneAsync(scorer, "\"the lamp is broken\"", "\"parcels arrive on mondays\"");

        Assert.That(same.Value, Is.EqualTo(1).Within(1e-5));
        Assert.That(other.Value, Is.LessThan(0.9));
    }

    [Test]
    public async Task A_judge_receives_input_expected_output_and_criteria()
    {
        EmulatedCall? seen = null;
        Emulator.OnCall("evaluation/tone").Returns(call =>
        {
            seen = call;
            return new { Reasoning = "Friendly.", Score = 0.8 };
        });

        var score = await OneAsync(Scorers.Judge(Opper, "It is friendly.", model: "openai/gpt-4o", name: "tone"), "\"Dear Ann\"", "\"Hi Ann\"");

        Assert.That(score, Is.EqualTo(new Score("tone", 0.8, "Friendly.")));
        Assert.That(seen!.Instructions, Does.EndWith("It is friendly."));
        Assert.That(seen.Model, Is.EqualTo("openai/gpt-4o"));
        Assert.That(seen.Input!.ToJsonString(), Does.Contain("Dear Ann").And.Contain("Hi Ann"));
    }

    [Test]
    public async Task Any_IEvaluator_can_be_a_scorer()
    {
        var evaluator = new WordCount();

        var scores = await ScoreAsync(Scorers.Of(evaluator, new ChatConfiguration(Opper.AsChatClient())), null, "\"one two three\"");

        Assert.That(scores.Select(score => (score.Name, score.Value, score.IsFailure)), Is.EquivalentTo(
            new (string, double?, bool)[] { ("Words", 3, false), ("IsShort", 1, false), ("Broken", null, true), ("Rated", 0, false), ("Absent", null, true) }));
        Assert.That(scores.Single(score => score.Name == "Broken").Reason, Is.EqualTo("the judge is away"));
        Assert.That(evaluator.Chat, Is.Not.Null);
    }

    private static Gen<string> Values => Gen.Recursive<string>((depth, values) => depth > 2
        ? Gen.OneOf("1", "2.50", "\"a\"", "\"b\"", "true", "null")
        : Gen.OneOf(
            Gen.OneOf("1", "\"a\"", "false", "null", "{}", "[]"),
            values.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            values.Array[0, 3].Select(items => $"{{{string.Join(',', items.Select((item, index) => $"\"{(char)('a' + index)}\":{item}"))}}}")));

    private static async Task<Score> OneAsync(Scorer scorer, string? expected, string answer) => (await ScoreAsync(scorer, expected, answer)).Single();

    private static Task<IReadOnlyList<Score>> ScoreAsync(Scorer scorer, string? expected, string answer) =>
        scorer.ScoreAsync(new ScoringContext(new EvaluationCase("1", "input", expected is null ? null : RawJson.Parse(expected)), RawJson.Parse(answer)));

    private sealed class WordCount : IEvaluator
    {
        public ChatConfiguration? Chat { get; private set; }

        public IReadOnlyCollection<string> EvaluationMetricNames => ["Words", "IsShort", "Broken", "Rated", "Absent"];

        public ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration =
            null, IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
        {
            Chat = chatConfiguration;
            var broken = new NumericMetric("Broken", 5);
            broken.AddDiagnostics(EvaluationDiagnostic.Error("the judge is away"));
            var words = modelResponse.Text.Split(' ').Length;
            return new(new EvaluationResult(
                new NumericMetric("Words", words), new BooleanMetric("IsShort", words < 5), broken,
                new StringMetric("Rated", "poor") { Interpretation = new EvaluationMetricInterpretation(EvaluationRating.Poor, failed: true) }));
        }
    }
}
