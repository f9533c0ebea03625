using System.Text;

namespace Opper.Typed;

/// <summary>
/// Skips text that models write around JSON: a code fence, prose, reasoning in <c>&lt;think&gt;</c>. Calls, streams and chats share one rule: reasoning is
/// skipped; an object or a list starts at the first bracket that can start one; a scalar must start the text or a fence. Each character is read once, so
/// that the text may arrive in deltas.
/// </summary>
/// <param name="isAllowed">Whether surrounding text is allowed; otherwise the JSON starts with the first character.</param>
/// <param name="takesList">Whether the JSON may be an array.</param>
/// <param name="takesValue">Whether the JSON may be a scalar.</param>
internal sealed class TextAroundJson(bool isAllowed, bool takesList, bool takesValue)
{
    private const int FenceLength = 3;
    private const int MaxTagLength = 16;

    private static readonly string[] Literals = ["true", "false", "null"];

    private readonly StringBuilder _held = new();
    private readonly StringBuilder _tag = new();
    private State _state;
    private bool _isInFence;
    private int _count;

    private enum State
    {
        Start,
        Tag,
        Thoughts,
        Prose,
        FenceInfo,
        Fenced,
    }

    /// <summary>Whether surrounding text is allowed.</summary>
    public bool IsAllowed => isAllowed;

    /// <summary>Processes the next character.</summary>
    /// <returns>The JSON up to this character, once its start is certain; <see langword="null"/> before.</returns>
    public string? Next(char c)
    {
        var isSpace = char.IsWhiteSpace(c) || c == '\uFEFF';
        if (!isAllowed)
        {
            return isSpace ? null : c.ToString();
        }

        if (_held.Length > 0)
        {
            if (isSpace && _held.Length == 1 && _held[0] is '{' or '[')
            {
                return null;
            }

            if (MayBeginJson(c, out var beginning))
            {
                return beginning;
            }

            _state = State.Prose;
        }

        switch (_state)
        {
            case State.Thoughts:
                ReadReasoning(c);
                return null;
            case State.Tag:
                ReadTag(c);
                return null;
            case State.FenceInfo when c is not ('\n' or '{' or '['):
                return null;
            case State.FenceInfo:
                _state = State.Fenced;
                break;
            default:
                break;
        }

        if ((c == '{' || (c == '[' && takesList) || (takesValue && _state is State.Start or State.Fenced && !isSpace)) && MayBeginJson(c, out var begun))
        {
            return begun;
        }

        if (!isSpace)
        {
            ReadSurroundingText(c);
        }

        return null;
    }

    // Returns false, and clears the buffer, if the character shows that the buffered text is not JSON.
    private bool MayBeginJson(char c, out string? beginning)
    {
        var text = _held.Append(c).ToString();
        var begins = Begins(text);
        beginning = begins == true ? text : null;
        if (begins == false)
        {
            _held.Clear();
        }

        return begins != false;
    }

    /// <returns>Whether JSON can start this way, or <see langword="null"/> if more characters are needed.</returns>
    private static bool? Begins(string text) => (text[0], text.Length) switch
    {
        ('{' or '[', 1) => null,
        ('{', _) => text[1] is '"' or '}',
        ('[', _) => text[1] is '{' or '[' or ']' ? true : BeginsValue(text.Substring(1)),
        _ => BeginsValue(text),
    };

    private static bool? BeginsValue(string text) =>
        text[0] == '"' || IsDigit(text[0]) ? true
            : text[0] == '-' ? (text.Length == 1 ? null : IsDigit(text[1]))
            : Array.IndexOf(Literals, text) >= 0 ? true
            : Array.Exists(Literals, literal => literal.StartsWith(text, StringComparison.Ordinal)) ? null
            : false;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private void ReadSurroundingText(char c)
    {
        _count = c == '`' ? _count + 1 : 0;
        if (_count == FenceLength)
        {
            _count = 0;
            _isInFence = !_isInFence;
            _state = _isInFence ? State.FenceInfo : State.Prose;
        }
        else if (c == '<' && _state == State.Start)
        {
            _tag.Clear();
            _state = State.Tag;
        }
        else if (c != '`')
        {
            _state = State.Prose;
        }
    }

    private void ReadTag(char c)
    {
        if (c == '>')
        {
            _state = _tag.ToString() is "think" or "thinking" or "thought" or "reasoning" ? State.Thoughts : State.Prose;
            _tag.Insert(0, "</").Append('>');
        }
        else if (_tag.Append(c).Length > MaxTagLength)
        {
            _state = State.Prose;
        }
    }

    // Matches the closing tag; the count is the number of its characters matched so far.
    private void ReadReasoning(char c)
    {
        _count = c == _tag[_count] ? _count + 1 : c == '<' ? 1 : 0;
        if (_count == _tag.Length)
        {
            _count = 0;
            _state = State.Start;
        }
    }
}
