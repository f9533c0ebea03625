using Opper.Embeddings;

namespace Opper.Extensions.AI;

/// <summary>An embedding generator over the embeddings of Opper.</summary>
internal sealed class OpperEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string DimensionsOption = "dimensions";

    private readonly OpperClient _client;
    private readonly string? _model;
    private readonly int? _dimensions;
    private readonly EmbeddingGeneratorMetadata _metadata;

    public OpperEmbeddingGenerator(OpperClient client, string? model, int? dimensions)
    {
        if (dimensions <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(dimensions), dimensions, $"{nameof(dimensions)} must be positive.");
        }

        if (dimensions is not null && model is null)
        {
            throw new ArgumentException($"{nameof(dimensions)} is an option of the model, so {nameof(model)} is required.", nameof(dimensions));
        }

        (_client, _model, _dimensions) = (client, model, dimensions);
        _metadata = new EmbeddingGeneratorMetadata(OpperChatClient.ProviderName, client.BaseAddress, model, dimensions);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var texts = (values ?? throw new ArgumentNullException(nameof(values))).ToArray();
        if (texts.Length == 0)
        {
            return [];
        }

        var response = await _client.Embeddings.CreateAsync(Request(texts, options), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (response.Data.Count != texts.Length)
        {
            throw new InvalidOperationException($"The Opper API returned {response.Data.Count} embeddings for {texts.Length} texts.");
        }

        var createdAt = DateTimeOffset.UtcNow;
        // Vectors without an index are in the order of the texts.
        var embeddings = response.Data.Select(static (vector, position) => (vector, Index: vector.Index ?? position)).OrderBy(static item => item.Index)
            .Select(item => new Embedding<float>(item.vector.Embedding) { CreatedAt = createdAt, ModelId = response.Model });
        return new GeneratedEmbeddings<Embedding<float>>(embeddings)
        {
            Usage = response.Usage is { } usage ? new UsageDetails { InputTokenCount = usage.PromptTokens, TotalTokenCount = usage.TotalTokens } : null,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        _ = serviceType ?? throw new ArgumentNullException(nameof(serviceType));
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(OpperClient) ? _client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The OpperClient belongs to the caller.
    }

    private CreateEmbeddingRequest Request(string[] texts, EmbeddingGenerationOptions? options)
    {
        var request = options?.RawRepresentationFactory?.Invoke(this) as CreateEmbeddingRequest ?? new CreateEmbeddingRequest();
        request.Input = texts;
        var model = options?.ModelId ?? _model;
        if ((options?.Dimensions ?? _dimensions) is { } dimensions)
        {
            request.Model ??= new ModelWithOptions
            {
                Name = model ?? throw new NotSupportedException($"{nameof(EmbeddingGenerationOptions)}.{nameof(EmbeddingGenerationOptions.Dimensions)} is an "
                    + "option of the model, so the model is required."),
                Options = new Dictionary<string, object> { [DimensionsOption] = dimensions },
            };
        }

        request.Model ??= model;
        foreach (var other in options?.AdditionalProperties ?? [])
        {
            request.AdditionalProperties[other.Key] = RawJson.Parse(AIJson.Write(other.Value));
        }

        return request;
    }
}
