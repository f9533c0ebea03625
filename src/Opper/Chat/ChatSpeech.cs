using System.Text.Json;

namespace Opper.Chat;

/// <summary>Assembles the audio of a streamed completion: data and transcript are appended, other fields are replaced.</summary>
internal static class ChatSpeech
{
    public const string Field = "audio";

    private const string Data = "data";

    private static readonly string[] JoinedNames = [Data, "transcript"];

    public static void Add(PartialNode audio, RawJson piece)
    {
        foreach (var name in JoinedNames)
        {
            ChatCompletionAssembler.Join(audio, name, piece[name] is { ValueKind: JsonValueKind.String } text ? (string?)text : null);
        }

        var others = piece.ToJsonElement().EnumerateObject()
            .Where(static member => !JoinedNames.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null);
        ChatCompletionAssembler.Keep(audio,
            others.ToDictionary(static member => member.Name, static member => (RawJson?)RawJson.Parse(member.Value.GetRawText())), joinsTexts: false);
    }

    public static void Complete(PartialNode message)
    {
        if (message.Find(Field)?.Find(Data)?.Text is { } data && data.TrimEnd('=').Contains('='))
        {
            ChatCompletionAssembler.Set(message.Member(Field), Data, Joined(data));
        }
    }

    // Each chunk may be separately padded base64. Invalid base64 is kept unchanged.
    private static string Joined(string data)
    {
        var bytes = new List<byte>();
        try
        {
            for (var start = 0; start < data.Length;)
            {
                var padding = data.IndexOf('=', start);
                var end = padding < 0 ? data.Length : padding;
                while (end < data.Length && data[end] == '=')
                {
                    end++;
                }

                bytes.AddRange(Convert.FromBase64String(data[start..end]));
                start = end;
            }
        }
        catch (FormatException)
        {
            return data;
        }

        return Convert.ToBase64String([.. bytes]);
    }
}
