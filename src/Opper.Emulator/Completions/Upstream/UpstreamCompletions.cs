using System.Net.Mime;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>Gets outputs from an OpenAI-compatible server, complete or streamed.</summary>
internal sealed class UpstreamCompletions(UpstreamClient client, string? model) : ICompletionSource, IDisposable
{
    private const string Source = "upstream";

    public async ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var request = UpstreamRequest.Of(call, model, streamed);
        return streamed
            ? new Completion(null, Source) { Live = await StreamAsync(call, request, cancellationToken).ConfigureAwait(false) }
            : Read(call, await client.CompleteAsync(request, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => client.Dispose();

    private async Task<LiveOutput> StreamAsync(CallSpecification call, JsonObject request, CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != MediaTypeNames.Text.EventStream)
        {
            response.Dispose();
            throw client.Failure("it was asked for a stream, but did not return one");
        }

        return call.Chat is { } chat
            ? new UpstreamChatStream(client, response, chat.IncludesUsage)
            : new UpstreamCallStream(client, response, call.OutputSchema is not null);
    }

    private Completion Read(CallSpecification call, JsonObject response)
    {
        var content = UpstreamResponse.Content(response);
        var usage = UpstreamResponse.Usage(response);
        if (call.Chat is not null)
        {
            return new Completion(content, Source) { Raw = response, Usage = usage };
        }

        if (content is null)
        {
            throw client.Failure("its response has no content");
        }

        return new Completion(call.OutputSchema is null ? content : Json(content), Source) { Usage = usage };
    }

    private JsonNode? Json(string content)
    {
        try
        {
            return JsonNode.Parse(UpstreamResponse.Json(content));
        }
        catch (JsonException)
        {
            throw client.Failure($"it was asked for JSON, but returned: {content[..Math.Min(content.Length, 500)]}");
        }
    }
}
