using Newtonsoft.Json.Linq;
using Opper.Embeddings;

namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.AI;

/// <summary>Embeddings through Microsoft.Extensions.AI.</summary>
public sealed class EmbeddingGeneratorTests : EmulatorFixture
{
    private const string EmbeddingModel = "openai/text-embedding-3-small";

    [Test]
    public async Task Vectors_are_returned_in_the_order_of_the_texts()
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
    public async Task Dimensions_are_sent_as_a_model_option()
    {
        var generator = Opper.AsEmbeddingGenerator(EmbeddingModel, dimensions: 64);

        var usual = await generator.GenerateVectorAsync("x");
        var other = await generator.GenerateVectorAsync("x", new EmbeddingGenerationOptions { Dimensions = 32 });

        Assert.That((usual.Length, other.Length), Is.EqualTo((64, 32)));
        Assert.That(JToken.DeepEquals(JObject.Parse(Emulator.Requests[1].Body!)["model"],
            JObject.Parse("""{"name": "openai/text-embedding-3-small", "options": {"dimensions": 32}}""")));
    }

    [Test]
    public async Task Dimensions_without_a_model_are_rejected()
    {
        var thrown = await Assert.CatchAsync<NotSupportedException>(
            () => Opper.AsEmbeddingGenerator().GenerateAsync(["x"], new EmbeddingGenerationOptions { Dimensions = 32 }));

        Assert.That(thrown!.Message, Does.Contain("Dimensions"));
        Assert.Catch<ArgumentException>(() => Opper.AsEmbeddingGenerator(dimensions: 32));
        Assert.Catch<ArgumentOutOfRangeException>(() => Opper.AsEmbeddingGenerator(EmbeddingModel, dimensions: 0));
    }

    [Test]
    public async Task An_empty_list_of_texts_sends_no_request()
    {
        Assert.That(await Opper.AsEmbeddingGenerator().GenerateAsync([]), Is.Empty);
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_raw_request_is_used_as_the_base_of_the_request()
    {
        var vectors = await Opper.AsEmbeddingGenerator().GenerateAsync(["x"],
            new EmbeddingGenerationOptions { RawRepresentationFactory = _ => new CreateEmbeddingRequest { Model = EmbeddingModel } });

        Assert.That(vectors[0].ModelId, Is.EqualTo(EmbeddingModel));
    }

    [Test]
    public void GetService_returns_the_client_and_the_metadata_of_the_generator()
    {
        var generator = Opper.AsEmbeddingGenerator(EmbeddingModel, 64);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.That((metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId, metadata.DefaultModelDimensions),
            Is.EqualTo(("opper", Emulator.BaseAddress, EmbeddingModel, (int?)64)));
        Assert.That(generator.GetService<OpperClient>(), Is.SameAs(Opper));
    }
}
