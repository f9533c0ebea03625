namespace Opper.Compat;

/// <summary>Translates a task call to a chat completion.</summary>
internal sealed class TaskForm(bool streams) : CompatForm, IChunkForm
{
    public ChunkItems CreateItems(PartialAnswer? answer) => new CompatChunkItems(answer);

    public override FormedRequest Write(object body, int choice, OpperClientOptions options)
    {
        var call = (CallRequest)body;
        Refuse(call);
        var types = options.Types;
        var (model, modelOptions) = Models(call)[choice];
        var chat = new ChatCompletionRequest
        {
            Messages = Messages(call, types).ToList(),
            Model = model,
            ResponseFormat = call.OutputSchema is { } schema ? Format(call.Name, schema, options.StrictSchemas, types) : null,
            Stream = streams ? true : null,
            StreamOptions = streams ? new ChatStreamOptions { IncludeUsage = true } : null,
        };
        return new FormedRequest(chat.WithOptions(modelOptions), CompatHeaders.Of(call.Name, call.ParentSpanId, call.Tags!));
    }

    public override PooledBytes? Read(TransportResponse response, OpperRequest request) => CompatResponse.ToCallResponse(response, request);

    protected override CompatModels Models(object body) => new(((CallRequest)body).Model);

    private static void Refuse(CallRequest call)
    {
        if (call.Configuration is { } configuration
            && RawJson.From(configuration).ToJsonElement().EnumerateObject().Select(static member => member.Name).FirstOrDefault() is { } name)
        {
            throw NoCounterpart($"{nameof(CallRequest)}.{nameof(CallRequest.Configuration)} ('{name}')", "Omit it.");
        }

        if (call.HasAdditionalProperties)
        {
            throw NoCounterpart($"{nameof(CallRequest)}.{nameof(CallRequest.AdditionalProperties)} ('{call.AdditionalProperties.Keys.First()}')",
                $"Set model options with {nameof(ModelWithOptions)}.");
        }
    }

    private static IEnumerable<ChatMessage> Messages(CallRequest call, ICallerTypes? types)
    {
        if (Instructions(call, types) is { Length: > 0 } instructions)
        {
            yield return ChatMessage.System(instructions);
        }

        foreach (var example in call.Examples ?? [])
        {
            yield return ChatMessage.User(TaskInput.Content(example.Input, types));
            yield return ChatMessage.Assistant(TaskInput.Text(example.Output, types));
        }

        yield return ChatMessage.User(TaskInput.Content(call.Input, types));
    }

    // A chat has no fields for these, so they are added to the instructions.
    private static string Instructions(CallRequest call, ICallerTypes? types)
    {
        var parts = new List<string?> { call.Instructions };
        if (call.InputSchema is { } schema)
        {
            parts.Add("The input is JSON that matches this schema:\n" + TaskInput.Text(schema, types));
        }

        parts.AddRange((call.Examples ?? []).Select(static (example, index) =>
            example.Comment is { } comment ? $"About example {index + 1}: {comment}" : null));
        return string.Join("\n\n", parts.Where(static part => !string.IsNullOrEmpty(part)));
    }

    private static ChatResponseFormat Format(string name, object schema, bool strict, ICallerTypes? types)
    {
        var safe = strict ? StrictSchema.TryMake(TaskInput.Text(schema, types)) : null;
        return ChatResponseFormat.Of(name, safe ?? schema, safe is null ? null : true);
    }
}
