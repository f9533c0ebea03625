namespace Opper.Extensions.AI;

/// <summary>Offers functions to the model, and says whether it has to call one.</summary>
internal static class ChatToolMapper
{
    public static void Apply(ChatOptions options, Chat.ChatCompletionRequest request)
    {
        foreach (var tool in options.Tools ?? [])
        {
            switch (tool)
            {
                case AIFunctionDeclaration function:
                    (request.Tools ??= []).Add(Function(function));
                    break;
                case HostedWebSearchTool:
                    request.WebSearchOptions ??= new Chat.ChatWebSearchOptions();
                    break;
                default:
                    throw new NotSupportedException($"The Opper API has no place for a {tool.GetType().Name} in {nameof(ChatOptions)}.{nameof(ChatOptions.Tools)}: it takes functions and {nameof(HostedWebSearchTool)}.");
            }
        }

        // Without tools the API refuses both.
        if (request.Tools is { Count: > 0 })
        {
            request.ParallelToolCalls ??= options.AllowMultipleToolCalls;
            request.ToolChoice ??= Choice(options.ToolMode);
        }
    }

    private static Chat.ChatTool Function(AIFunctionDeclaration function) => Chat.ChatTool.CreateFunction(
        function.Name,
        string.IsNullOrEmpty(function.Description) ? null : function.Description,
        function.JsonSchema,
        function.AdditionalProperties.TryGetValue(ChatRequestMapper.StrictProperty, out var strict) ? strict as bool? : null);

    private static Chat.ChatToolChoice? Choice(ChatToolMode? mode) => mode switch
    {
        null => null,
        NoneChatToolMode => Chat.ChatToolChoice.None,
        AutoChatToolMode => Chat.ChatToolChoice.Auto,
        RequiredChatToolMode { RequiredFunctionName: { } name } => Chat.ChatToolChoice.Function(name),
        RequiredChatToolMode => Chat.ChatToolChoice.Required,
        _ => throw new NotSupportedException($"The Opper API has no place for {nameof(ChatOptions)}.{nameof(ChatOptions.ToolMode)} {mode.GetType().Name}."),
    };
}
