namespace Opper.Extensions.AI;

/// <summary>Adds tools and the tool choice to a request.</summary>
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
                    throw new NotSupportedException(
                        $"The Opper API does not support a {tool.GetType().Name} in {nameof(ChatOptions)}.{nameof(ChatOptions.Tools)}, only functions "
                        + $"and {nameof(HostedWebSearchTool)}.");
            }
        }

        // The API rejects both without tools.
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
        _ => throw new NotSupportedException($"The Opper API does not support {nameof(ChatOptions)}.{nameof(ChatOptions.ToolMode)} {mode.GetType().Name}."),
    };
}
