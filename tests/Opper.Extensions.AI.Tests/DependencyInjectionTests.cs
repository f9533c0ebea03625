using Microsoft.Extensions.DependencyInjection;

namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.AI;

/// <summary>Opper's clients from a service container.</summary>
public sealed class DependencyInjectionTests : EmulatorFixture
{
    [Test]
    public async Task Chat_and_embeddings_come_from_the_container()
    {
        var services = new ServiceCollection();
        services.AddOpperChatClient(Model, (client, provider) => client.AsBuilder().UseFunctionInvocation().Build(provider));
        services.AddOpperEmbeddingGenerator("openai/text-embedding-3-small", dimensions: 8);
        services.AddOpper(Configure);
        await using var provider = services.BuildServiceProvider();

        var chat = provider.GetRequiredService<IChatClient>();
        var response = await chat.GetResponseAsync("Hi");
        var vector = await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync("x");

        Assert.That((response.ModelId, vector.Length), Is.EqualTo((Model, 8)));
        Assert.That(chat.GetService<FunctionInvokingChatClient>(), Is.Not.Null);
        Assert.That(chat.GetService<OpperClient>(), Is.SameAs(provider.GetRequiredService<OpperClient>()));
    }

    [Test]
    public async Task Keyed_chat_clients_use_the_OpperClient_of_their_key_or_the_default_one()
    {
        var services = new ServiceCollection();
        services.AddOpper(Configure);
        services.AddKeyedOpper("eu", Configure);
        services.AddKeyedOpperChatClient("eu", Model);
        services.AddKeyedOpperChatClient("fast", "mistral/mistral-small");
        services.AddKeyedOpperEmbeddingGenerator("eu", "openai/text-embedding-3-small");
        await using var provider = services.BuildServiceProvider();

        var eu = provider.GetRequiredKeyedService<IChatClient>("eu");
        var fast = provider.GetRequiredKeyedService<IChatClient>("fast");

        Assert.That(eu.GetService<OpperClient>(), Is.SameAs(provider.GetRequiredKeyedService<OpperClient>("eu")));
        Assert.That(fast.GetService<OpperClient>(), Is.SameAs(provider.GetRequiredService<OpperClient>()));
        Assert.That((await fast.GetResponseAsync("Hi")).ModelId, Is.EqualTo("mistral/mistral-small"));
        Assert.That(provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("eu").GetService<OpperClient>(),
            Is.SameAs(eu.GetService<OpperClient>()));
        Assert.Catch<ArgumentException>(() => services.AddKeyedOpperChatClient(" "));
    }

    private void Configure(OpperClientOptions options)
    {
        options.ApiKey = Emulator.ApiKey;
        options.BaseUrl = Emulator.BaseAddress.ToString();
    }
}
