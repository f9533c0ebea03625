using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>
/// What models write around the JSON that they were asked for: a fence of three backticks, prose before it, their thoughts in <c>&lt;think&gt;</c>. One rule for calls, streams
/// and chat: thoughts are passed over; an object or a list begins at the first bracket that may begin one; a single value begins the text or stands in a fence.
/// It looks at each character once, so that it serves text that comes in pieces.
/// </summary>
/// <param name="takesValue">Whether the JSON may be a text, a number, true, false or null.</param>
internal sealed class TextAroundJson(bool takesValue)
{
    private const string Fence = "```";

    private readonly StringBuilder _tag = new();
    private State _state;
    private int _ticks;
    private char _open;

    private enum State
    {
        Start,
        Tag,
        Thoughts,
        Prose,
        FenceInfo,
        Fenced,
    }

    /// <summary>The bracket that the JSON begins with, when <see cref="Begins"/> has said so.</summary>
    public char? Bracket { get; private set; }

    /// <summary>Looks at the next character of the text.</summary>
    /// <returns>Whether the JSON has begun: with <see cref="Bracket"/> before this character where there is one, else with this character.</returns>
    public bool Begins(char c)
    {
        if (_open != '\0')
        {
            if (char.IsWhiteSpace(c))
            {
                return false;
            }

            if (_open == '{' ? c is '"' or '}' : IsValueStart(c) || c is '{' or '[' or ']')
            {
                Bracket = _open;
                return true;
            }

            _open = '\0';
            _state = State.Prose;
        }

        switch (_state)
        {
            case State.Thoughts:
                ReadThoughts(c);
                return false;
            case State.Tag:
                ReadTag(c);
                return false;
            case State.FenceInfo:
                _state = c == '\n' ? State.Fenced : c is '{' or '[' ? State.Fenced : State.FenceInfo;
                break;
            default:
                break;
        }

        if (_state == State.FenceInfo || (char.IsWhiteSpace(c) && _state != State.Prose) || c == '\uFEFF')
        {
            return false;
        }

        if (c is '{' or '[')
        {
            _open = c;
            return false;
        }

        if (takesValue && _state is State.Start or State.Fenced && IsValueStart(c))
        {
            return takesValue;
        }

        _ticks = c == '`' ? _ticks + 1 : 0;
        _state = _ticks == Fence.Length ? State.FenceInfo : c == '<' && _state == State.Start ? State.Tag : c == '`' ? _state : State.Prose;
        _tag.Clear();
        return false;
    }

    /// <summary>The JSON within a text, or <see langword="null"/> where there is none that is whole.</summary>
    public static string? Find(string text, bool takesValue)
    {
        var start = new TextAroundJson(takesValue);
        for (var i = 0; i < text.Length; i++)
        {
            if (start.Begins(text[i]))
            {
                var from = start.Bracket is { } bracket ? text.LastIndexOf(bracket, i - 1) : i;
                return Cut(text.Substring(from));
            }
        }

        return null;
    }

    private static string? Cut(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        // Only what brackets close can be told from what follows.
        var reader = new Utf8JsonReader(utf8, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth, AllowMultipleValues = true }));
        try
        {
            reader.Read();
            reader.Skip();
            return Encoding.UTF8.GetString(utf8, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            // Reading it says what is wrong.
            return text;
        }
    }

    private static bool IsValueStart(char c) => c is '"' or '-' or 't' or 'f' or 'n' or (>= '0' and <= '9');

    private void ReadTag(char c)
    {
        if (c != '>')
        {
            _tag.Append(c);
            if (_tag.Length > 16)
            {
                _state = State.Prose;
            }

            return;
        }

        _state = _tag.ToString() is "think" or "thinking" or "thought" or "reasoning" ? State.Thoughts : State.Prose;
        _tag.Insert(0, "</").Append('>');
        _ticks = 0;
    }

    // The tag's own end is looked for; its letters so far are counted.
    private void ReadThoughts(char c)
    {
        _ticks = c == _tag[_ticks] ? _ticks + 1 : c == '<' ? 1 : 0;
        if (_ticks == _tag.Length)
        {
            _ticks = 0;
            _tag.Clear();
            _state = State.Start;
        }
    }
}
