using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Opper.Extensions.AI;

/// <summary>An <see cref="IChatClient"/> over the chat of Opper.</summary>
internal sealed class OpperChatClient(OpperClient client, ModelSelection? model) : IChatClient
{
    public const string ProviderName = "opper";

    private readonly ILogger _logger = client.LoggerFactory?.CreateLogger(ChatLog.Category) ?? NullLogger.Instance;
    private readonly ChatClientMetadata _metadata = new(ProviderName, client.BaseAddress, model?.Names is { Count: > 0 } names ? names[0] : null);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = ChatRequestMapper.Map(messages ?? throw new ArgumentNullException(nameof(messages)), options, model, this, _logger);
        return ChatResponseMapper.Map(await client.Chat.CompleteAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false),
            options, request.Audio?.Format);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = ChatRequestMapper.Map(messages ?? throw new ArgumentNullException(nameof(messages)), options, model, this, _logger);
        request.StreamOptions ??= new Chat.ChatStreamOptions();
        request.StreamOptions.IncludeUsage ??= true;
        return ReadAsync(client.Chat.StreamAsync(request, cancellationToken: cancellationToken),
            new ChatUpdateMapper(options, request.Audio?.Format), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        _ = serviceType ?? throw new ArgumentNullException(nameof(serviceType));
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(OpperClient) ? client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The OpperClient belongs to the caller.
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(Chat.ChatStream stream, ChatUpdateMapper mapper,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return mapper.Map(chunk);
        }

        if (mapper.LastUpdate(await stream.GetFinalCompletionAsync(cancellationToken).ConfigureAwait(false)) is { } ending)
        {
            yield return ending;
        }
    }
}
