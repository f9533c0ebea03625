using System.ClientModel;
using OpenAI;
using OpenAI.Embeddings;
using Opper.Embeddings;

namespace Opper.Integration.Compat;

/// <summary>The official OpenAI SDK for .NET, unmodified: operations of the compat surface other than chats.</summary>
public sealed class OpenAIEmbeddingTests : EmulatorFixture
{
    [Test]
    public async Task Embeddings_are_returned_in_the_encoding_that_the_SDK_requests()
    {
        var client = new EmbeddingClient("openai/text-embedding-3-small", new ApiKeyCredential("k"), Options());

        var made = (await client.GenerateEmbeddingsAsync(["red", "blue"], new EmbeddingGenerationOptions { Dimensions = 8 })).Value;
        var ours = await Client.Embeddings.CreateAsync(
            new CreateEmbeddingRequest { Input = new[] { "red", "blue" }, Model = ModelSelection.Of("openai/text-embedding-3-small", new { dimensions = 8 }) });

        Assert.That(made.Select(item => item.ToFloats().ToArray()), Is.EqualTo(ours.Data.Select(item => item.Embedding)));
        Assert.That(made.Usage.InputTokenCount, Is.EqualTo(ours.Usage.PromptTokens));
    }

    [Test]
    public async Task Models_are_listed()
    {
        var models = (await new OpenAIClient(new ApiKeyCredential("k"), Options()).GetOpenAIModelClient().GetModelsAsync()).Value;

        Assert.That(models.Select(model => model.Id), Does.Contain("openai/gpt-4o-mini"));
    }

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(Emulator.BaseAddress, "v3/compat") };
}
