using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Converts the messages of one conversation. Each tool result becomes a separate message, in the order of the contents.</summary>
internal sealed class ChatMessageMapper(ILogger logger)
{
    /// <summary>The error code of a content that is a model's refusal.</summary>
    public const string RefusalCode = "Refusal";

    private readonly ChatCallIds _ids = new();
    private readonly ChatPartMapper _parts = new(logger);

    public IEnumerable<Chat.ChatMessage> Map(ChatMessage message)
    {
        var draft = new ChatMessageDraft(message);
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                if (draft.HasContent)
                {
                    yield return draft.ToMessage();
                    draft = new ChatMessageDraft(message);
                }

                yield return Chat.ChatMessage.Tool(_ids.OfResult(result.CallId), AIJson.WriteText(result.Result));
                continue;
            }

            Add(content, draft, message.Role);
        }

        // An empty message of the caller is sent; one whose contents were all dropped is not.
        if (draft.HasContent || message.Contents.Count == 0)
        {
            yield return draft.ToMessage();
        }
    }

    private void Add(AIContent content, ChatMessageDraft draft, ChatRole role)
    {
        switch (content)
        {
            case FunctionCallContent call:
                draft.Calls.Add(ToCall(call));
                break;
            case ErrorContent { ErrorCode: RefusalCode } error:
                draft.Refusal = error.Message;
                break;
            case TextReasoningContent reasoning when role == ChatRole.Assistant && draft.TryAdd(reasoning):
                break;
            case UsageContent or TextReasoningContent or ErrorContent:
                ChatLog.NotForModel(logger, content.GetType().Name, role.Value);
                break;
            case DataContent or UriContent when role == ChatRole.Assistant && draft.TryAdd(content):
                break;
            case AIContent when role != ChatRole.Tool && _parts.Map(content) is { } part:
                draft.Parts.Add(part);
                break;
            // Contents from a model or a tool must not end the conversation; those from the caller must not be dropped silently.
            case AIContent when role == ChatRole.Assistant || role == ChatRole.Tool:
                ChatLog.NotSupported(logger, content.GetType().Name, role.Value);
                break;
            default:
                throw new NotSupportedException(
                    $"The Opper API does not support {content.GetType().Name} in a message, only text, images, audio, files, function calls and their "
                    + "results.");
        }
    }

    private Chat.ChatToolCall ToCall(FunctionCallContent content)
    {
        if (content.RawRepresentation is Chat.ChatToolCall { Custom: not null } custom)
        {
            return custom;
        }

        var call = new Chat.ChatToolCall
        {
            Id = _ids.OfCall(content.CallId),
            Type = Chat.ChatToolType.Function,
            Function = new Chat.ChatFunctionCall { Name = content.Name, Arguments = content.Arguments is null ? "{}" : AIJson.Write(content.Arguments) },
        };
        // Data that must be returned with the call, such as the signature of a model's reasoning.
        foreach (var other in content.AdditionalProperties ?? [])
        {
            if (other.Value is JsonElement json)
            {
                call.AdditionalProperties[other.Key] = RawJson.Parse(json.GetRawText());
            }
        }

        return call;
    }
}
