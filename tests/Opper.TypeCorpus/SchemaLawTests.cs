using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CsCheck;

namespace Opper.TypeCorpus;

/// <summary>
/// The law of typed values: whatever the schema of a type allows can be read, what was read is written according to the schema, and calls, chats and streams
/// read the same value.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class SchemaLawTests
{
    // Each instance is read by call, chat and two kinds of stream: more than 200,000 cases in all.
    private const int InstancesPerShape = 110;

    private static IEnumerable<TestCaseData> Reflected =>
        Corpus.All.Select(static type => new TestCaseData(type).SetName($"By reflection: {Corpus.Name(type)}"));

    private static IEnumerable<TestCaseData> Described =>
        Corpus.WithMetadata.Select(static type => new TestCaseData(type).SetName($"By metadata: {Corpus.Name(type)}"));

    [Test]
    public void The_corpus_has_at_least_two_hundred_types() => Assert.That(Corpus.All.Distinct().Count(), Is.GreaterThanOrEqualTo(200));

    [TestCaseSource(nameof(Reflected))]
    public void Whatever_the_schema_allows_is_read_by_calls_chats_and_streams(Type type) => Hold(type, metadata: null);

    [TestCaseSource(nameof(Described))]
    public void Whatever_the_schema_of_a_JsonTypeInfo_allows_is_read_by_calls_chats_and_streams(Type type) => Hold(type, CorpusContext.Default);

    [Test]
    public void An_FSharp_union_is_rejected_with_a_suggestion() =>
        Assert.That(() => OpperSchema.For<FSharp.Drawing>(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "Drawing.Figures[] (Figure) cannot be an output type: an F# union has no JSON form of its own; use a record with an option for each case, or "
            + "give it a [JsonConverter]."));

    private static void Hold(Type type, IJsonTypeInfoResolver? metadata)
    {
        var roads = Roads.For(type, metadata);
        var law = new Law(roads);
        var instances = new Instances(JsonNode.Parse(roads.Schema.ToString())!.AsObject());

        law.Check(instances.Smallest());
        law.Check(instances.Edge("minimum"));
        law.Check(instances.Edge("maximum"));
        instances.Sample(law.Check, iter: InstancesPerShape, threads: 1);
    }
}
