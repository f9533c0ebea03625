using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Opper;

public partial class ChatClient
{
    private static readonly OpperOperation StreamOperation = new("Chat_Complete", HttpMethod.Post, "/v2/openai/chat/completions") { Streams = true };

    /// <summary>Asks for a chat completion as it is written. <c>POST /v2/openai/chat/completions</c> with <c>stream: true</c>.</summary>
    /// <remarks>Tokens come with the last chunk when <see cref="ChatCompletionRequest.StreamOptions"/> asks for them.</remarks>
    /// <param name="request">The chat. Its <see cref="ChatCompletionRequest.Stream"/> need not be set.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The chunks. The request is sent when they are first read; leaving the loop early closes the connection at once.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it ended with no finish reason.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual IAsyncEnumerable<ChatCompletionChunk> StreamAsync(ChatCompletionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return ReadStreamAsync(new OpperRequest(StreamOperation, DescribeComplete(Pipeline, request).Url, request.AsStream()), options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatCompletionChunk> ReadStreamAsync(OpperRequest request, RequestOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? requestId = null;
        var isComplete = false;
        var chunks = EventReader.ReadAsync(pipeline: Pipeline, request, options, Read, response => requestId = response.RequestId, cancellationToken);
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            if (chunk.AdditionalProperties.TryGetValue("error", out var error) && error is { Type: not JTokenType.Null })
            {
                throw new OpperStreamException("The server reported an error within the stream; ErrorType and ErrorMessage hold what it said.")
                {
                    ErrorType = (string?)((error as JObject)?["type"] ?? (error as JObject)?["code"]),
                    ErrorMessage = error is JObject details ? (string?)details["message"] ?? details.ToString(Newtonsoft.Json.Formatting.None) : error.ToString(),
                    RequestId = requestId,
                };
            }

            isComplete |= chunk.Choices?.Any(choice => choice.FinishReason is not null) ?? false;
            yield return chunk;
        }

        if (!isComplete)
        {
            throw new OpperStreamException("The chat stream ended with no finish reason and no [DONE]: it was cut.") { IsTruncated = true, RequestId = requestId };
        }

        ChatCompletionChunk? Read(ReadOnlySpan<byte> data)
        {
            if (data.SequenceEqual("[DONE]"u8))
            {
                isComplete = true;
                return null;
            }

            return OpperJson.Read<ChatCompletionChunk>(data.ToArray());
        }
    }
}
