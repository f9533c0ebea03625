namespace Opper.Chat;

public partial class ChatMessage
{
    /// <summary>What the model is told to be and to do.</summary>
    /// <param name="text">The instructions.</param>
    /// <returns>A message of role <c>system</c>.</returns>
    public static ChatMessage System(string text)
    {
        ThrowIf.Null(text);
        return new() { Role = ChatRole.System, Content = text };
    }

    /// <summary>What the model is told to be and to do, in the newer form that replaces <see cref="System"/> for reasoning models.</summary>
    /// <param name="text">The instructions.</param>
    /// <returns>A message of role <c>developer</c>.</returns>
    public static ChatMessage Developer(string text)
    {
        ThrowIf.Null(text);
        return new() { Role = ChatRole.Developer, Content = text };
    }

    /// <summary>What the user says.</summary>
    /// <param name="content">A text, or parts such as <see cref="ChatContentPart.FromText"/> and <see cref="ChatContentPart.FromImage(string, string?)"/>.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(ChatContent content)
    {
        ThrowIf.Null(content);
        return new() { Role = ChatRole.User, Content = content };
    }

    /// <summary>What the user says, in parts.</summary>
    /// <param name="parts">Texts, images, audio, files, in order.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(params ChatContentPart[] parts)
    {
        ThrowIf.Null(parts);
        return new() { Role = ChatRole.User, Content = parts };
    }

    /// <summary>What the user says: a text, and what goes with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">Images, audio, files or further texts, in order; with none, the content is plain text.</param>
    /// <returns>A message of role <c>user</c>.</returns>
    public static ChatMessage User(string text, params ChatContentPart[] parts)
    {
        ThrowIf.Null(text);
        ThrowIf.Null(parts);
        return new() { Role = ChatRole.User, Content = parts.Length == 0 ? text : [text, .. parts] };
    }

    /// <summary>What the model said before. The message of an answer can be put into the next request as it is, tool calls included.</summary>
    /// <param name="content">The text.</param>
    /// <returns>A message of role <c>assistant</c>.</returns>
    public static ChatMessage Assistant(ChatContent content)
    {
        ThrowIf.Null(content);
        return new() { Role = ChatRole.Assistant, Content = content };
    }

    /// <summary>Tools that the model called before, to be followed by their results.</summary>
    /// <param name="toolCalls">The calls, at least one.</param>
    /// <returns>A message of role <c>assistant</c> without content.</returns>
    /// <exception cref="ArgumentException">There is no call.</exception>
    public static ChatMessage Assistant(params ChatToolCall[] toolCalls)
    {
        ThrowIf.Null(toolCalls);
        return toolCalls.Length > 0 ? new() { Role = ChatRole.Assistant, ToolCalls = toolCalls } : throw new ArgumentException("At least one tool call is needed.", nameof(toolCalls));
    }

    /// <summary>What a tool gave.</summary>
    /// <param name="call">The call it answers, from the model's message.</param>
    /// <param name="result">A string as it is, <see langword="null"/> as <c>null</c>; anything else is written as JSON.</param>
    /// <returns>A message of role <c>tool</c>.</returns>
    /// <exception cref="ArgumentException">The call has no id.</exception>
    public static ChatMessage Tool(ChatToolCall call, object? result)
    {
        ThrowIf.Null(call);
        return Tool(call.Id, result);
    }

    /// <summary>What a tool gave.</summary>
    /// <param name="toolCallId">The id of the call it answers.</param>
    /// <param name="result">A string as it is, <see langword="null"/> as <c>null</c>; anything else is written as JSON.</param>
    /// <returns>A message of role <c>tool</c>.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    public static ChatMessage Tool(string toolCallId, object? result)
    {
        ThrowIf.Blank(toolCallId);
        return new() { Role = ChatRole.Tool, ToolCallId = toolCallId, Content = result as string ?? JsonWrite.Text(result) };
    }
}
