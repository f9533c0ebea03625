namespace Opper.Emulator.Compat;

/// <summary>A message as the stream events of Anthropic.</summary>
internal sealed class MessageStream(JsonObject message) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        foreach (var data in Events())
        {
            await response.WriteAsync($"event: {(string)data["type"]!}\ndata: {Wire.Text(data)}\n\n", Encoding.UTF8, httpContext.RequestAborted)
                .ConfigureAwait(false);
            await response.Body.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
        }
    }

    private IEnumerable<JsonObject> Events()
    {
        var begun = (JsonObject)message.DeepClone();
        begun["content"] = new JsonArray();
        begun["stop_reason"] = null;
        begun["usage"] = new JsonObject { ["input_tokens"] = message["usage"]!["input_tokens"]!.DeepClone(), ["output_tokens"] = 0 };
        yield return new JsonObject { ["type"] = "message_start", ["message"] = begun };
        foreach (var (index, block) in message["content"]!.AsArray().Index())
        {
            var isText = (string?)block!["type"] == "text";
            var empty = (JsonObject)block.DeepClone();
            empty[isText ? "text" : "input"] = isText ? string.Empty : new JsonObject();
            yield return new JsonObject { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = empty };
            foreach (var piece in Deltas.Pieces(isText ? (string)block["text"]! : Wire.AsString(block["input"])!))
            {
                var delta = isText ? new JsonObject { ["type"] = "text_delta", ["text"] = piece }
                    : new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece };
                yield return new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta };
            }

            yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = index };
        }

        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = message.Pick("stop_reason", "stop_sequence"),
            ["usage"] = message["usage"]!.AsObject().Pick("output_tokens", "cost"),
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }
}
