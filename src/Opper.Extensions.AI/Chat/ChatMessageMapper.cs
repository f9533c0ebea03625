using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Makes Opper's messages of Microsoft's, one conversation at a time: each result of a tool is a message of its own, in the order of the contents.</summary>
internal sealed class ChatMessageMapper(ILogger logger)
{
    /// <summary>The code of the content that a model's refusal is.</summary>
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

        // A message that says nothing is the caller's to send; one of which nothing could be sent is not.
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
                ChatLog.NotForTheModel(logger, content.GetType().Name, role.Value);
                break;
            case DataContent or UriContent when role == ChatRole.Assistant && draft.TryAdd(content):
                break;
            case AIContent when role != ChatRole.Tool && _parts.Map(content) is { } part:
                draft.Parts.Add(part);
                break;
            // What a model or a tool made must not stop the conversation; what the caller says must not get lost.
            case AIContent when role == ChatRole.Assistant || role == ChatRole.Tool:
                ChatLog.NoPlace(logger, content.GetType().Name, role.Value);
                break;
            default:
                throw new NotSupportedException($"The Opper API has no place for {content.GetType().Name} in a message: it takes text, images, audio, files, calls of functions and their results.");
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
        // What came with the call and has to go back, such as the signature of a model's thoughts.
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
