namespace Opper.Chat;

public partial class ChatMessage
{
    /// <summary>Creates a system message.</summary>
    /// <param name="text">The instructions for the model.</param>
    /// <returns>A message of role <c>system</c>.</returns>
    public static ChatMessage System(string text)
    {
        ThrowIf.Null(text);
        return new() { Role = ChatRole.System, Content = text };
    }

    /// <summary>Creates a developer message, which replaces <see cref="System"/> messages for reasoning models.</summary>
    /// <param name="text">The instructions for the model.</param>
    /// <returns>A message of role <c>developer</c>.</returns>
    public static ChatMessage Developer(string text)
    {
        ThrowIf.Null(text);
        return new() { Role = ChatRole.Developer, Content = text };
    }

    /// <summary>Creates a user message.</summary>
    /// <param name="content">The content: text, or parts such as <see cref="ChatContentPart.FromImage(string, string?)"/>.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(ChatContent content)
    {
        ThrowIf.Null(content);
        return new() { Role = ChatRole.User, Content = content };
    }

    /// <summary>Creates a user message from parts.</summary>
    /// <param name="parts">The parts: text, images, audio or files.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(params ChatContentPart[] parts)
    {
        ThrowIf.Null(parts);
        return new() { Role = ChatRole.User, Content = parts };
    }

    /// <summary>Creates a user message from text and further parts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">The parts after the text. If there are none, the content is plain text.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(string text, params ChatContentPart[] parts)
    {
        ThrowIf.Null(text);
        ThrowIf.Null(parts);
        return new() { Role = ChatRole.User, Content = parts.Length == 0 ? text : [text, .. parts] };
    }

    /// <summary>Creates an assistant message. The message of a completion, including tool calls, can also be added to the next request as it is.</summary>
    /// <param name="content">The content.</param>
    /// <returns>A message of role <c>assistant</c>.</returns>
    public static ChatMessage Assistant(ChatContent content)
    {
        ThrowIf.Null(content);
        return new() { Role = ChatRole.Assistant, Content = content };
    }

    /// <summary>Creates an assistant message with tool calls, which must be followed by their results.</summary>
    /// <param name="toolCalls">The tool calls; at least one.</param>
    /// <returns>A message of role <c>assistant</c> without content.</returns>
    /// <exception cref="ArgumentException"><paramref name="toolCalls"/> is empty.</exception>
    public static ChatMessage Assistant(params ChatToolCall[] toolCalls)
    {
        ThrowIf.Null(toolCalls);
        return toolCalls.Length > 0 ? new() { Role = ChatRole.Assistant, ToolCalls = toolCalls }
            : throw new ArgumentException("At least one tool call is required.", nameof(toolCalls));
    }

    /// <summary>Creates a message with the result of a tool call.</summary>
    /// <param name="call">The tool call, from the model's message.</param>
    /// <param name="result">The result. Strings are sent as they are; other values are serialized to JSON.</param>
    /// <returns>A message of role <c>tool</c>.</returns>
    /// <exception cref="ArgumentException">The tool call has no ID.</exception>
    public static ChatMessage Tool(ChatToolCall call, object? result)
    {
        ThrowIf.Null(call);
        return Tool(call.Id, result);
    }

    /// <summary>Creates a message with the result of a tool call.</summary>
    /// <param name="toolCallId">The ID of the tool call.</param>
    /// <param name="result">The result. Strings are sent as they are; other values are serialized to JSON.</param>
    /// <returns>A message of role <c>tool</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="toolCallId"/> is blank.</exception>
    public static ChatMessage Tool(string toolCallId, object? result)
    {
        ThrowIf.Blank(toolCallId);
        return new() { Role = ChatRole.Tool, ToolCallId = toolCallId, Content = result as string ?? JsonWrite.Text(result) };
    }
}
