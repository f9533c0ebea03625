using Newtonsoft.Json.Linq;
using Opper.Embeddings;

namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.AI;

/// <summary>Embeddings through Microsoft.Extensions.AI.</summary>
public sealed class EmbeddingGeneratorTests : EmulatorFixture
{
    private const string EmbeddingModel = "openai/text-embedding-3-small";

    [Test]
    public async Task Each_text_gets_its_vector_in_order()
    {
        var generator = Opper.AsEmbeddingGenerator(EmbeddingModel);

        var both = await generator.GenerateAsync(["red button", "bread and water"]);
        var second = await generator.GenerateVectorAsync("bread and water");

        Assert.That(both[1].Vector.ToArray(), Is.EqualTo(second.ToArray()));
        Assert.That(both[0].Vector.ToArray(), Is.Not.EqualTo(second.ToArray()));
        Assert.That((both[0].ModelId, both[0].Dimensions), Is.EqualTo((EmbeddingModel, 1536)));
        Assert.That(both.Usage!.InputTokenCount, Is.GreaterThan(0));
    }

    [Test]
    public async Task Dimensions_are_an_option_of_the_model()
    {
        var generator = Opper.AsEmbeddingGenerator(EmbeddingModel, dimensions: 64);

        var usual = await generator.GenerateVectorAsync("x");
        var other = await generator.GenerateVectorAsync("x", new EmbeddingGenerationOptions { Dimensions = 32 });

        Assert.That((usual.Length, other.Length), Is.EqualTo((64, 32)));
        Assert.That(JToken.DeepEquals(JObject.Parse(Emulator.Requests[1].Body!)["model"],
            JObject.Parse("""{"name": "openai/text-embedding-3-small", "options": {"dimensions": 32}}""")));
    }

    [Test]
    public async Task Dimensions_without_a_model_are_refused()
    {
        var thrown = await Assert.CatchAsync<NotSupportedException>(
            () => Opper.AsEmbeddingGenerator().GenerateAsync(["x"], new EmbeddingGenerationOptions { Dimensions = 32 }));

        Assert.That(thrown!.Message, Does.Contain("Dimensions"));
        Assert.Catch<ArgumentException>(() => Opper.AsEmbeddingGenerator(dimensions: 32));
        Assert.Catch<ArgumentOutOfRangeException>(() => Opper.AsEmbeddingGenerator(EmbeddingModel, dimensions: 0));
    }

    [Test]
    public async Task No_texts_ask_for_nothing()
    {
        Assert.That(await Opper.AsEmbeddingGenerator().GenerateAsync([]), Is.Empty);
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_raw_request_is_started_from()
    {
        var vectors = await Opper.AsEmbeddingGenerator().GenerateAsync(["x"],
            new EmbeddingGenerationOptions { RawRepresentationFactory = _ => new CreateEmbeddingRequest { Model = EmbeddingModel } });

        Assert.That(vectors[0].ModelId, Is.EqualTo(EmbeddingModel));
    }

    [Test]
    public void Services_lead_to_the_client_and_say_what_it_is()
    {
        var generator = Opper.AsEmbeddingGenerator(EmbeddingModel, 64);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.That((metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId, metadata.DefaultModelDimensions),
            Is.EqualTo(("opper", Emulator.BaseAddress, EmbeddingModel, (int?)64)));
        Assert.That(generator.GetService<OpperClient>(), Is.SameAs(Opper));
    }
}
