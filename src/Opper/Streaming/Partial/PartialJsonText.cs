using System.Text;
using System.Text.Json;

namespace Opper.Streaming;

/// <summary>
/// An incremental JSON parser: reads JSON text that arrives in deltas into nodes, and each character once. Unterminated values count as far as they have
/// arrived. Text around the JSON is skipped where that is allowed.
/// </summary>
/// <param name="target">The node that the JSON is read into.</param>
/// <param name="mayBeWrapped">Whether the JSON may be in a wrapper object, which is not part of the result.</param>
/// <param name="around">Finds the start of the JSON.</param>
/// <param name="type">The requested type, for errors.</param>
internal sealed class PartialJsonText(PartialNode target, bool mayBeWrapped, TextAroundJson around, Type? type = null)
{
    private readonly Stack<PartialNode> _open = new();
    private readonly StringBuilder _raw = new();
    private readonly StringBuilder _key = new();
    private readonly PartialJsonString _strings = new();
    private PartialNode? _next;
    private PartialNode? _leaf;
    private State _state;
    private bool _endsText;

    private enum State
    {
        Start,
        Value,
        FirstItem,
        KeyStart,
        Key,
        Colon,
        String,
        Atom,
        AfterValue,
        Done,
    }

    /// <summary>Whether the JSON is complete.</summary>
    public bool IsWhole => _state == State.Done;

    /// <summary>Whether the start of the JSON was found.</summary>
    public bool HasBegun => _state != State.Start;

    /// <summary>The text received, up to the size that is kept for errors.</summary>
    public string Raw => _raw.ToString();

    /// <returns>The last node that changed.</returns>
    /// <exception cref="OpperSerializationException">The text is not valid JSON.</exception>
    public PartialNode Append(string text)
    {
        if (_raw.Length < BodyReader.MaxErrorBytes)
        {
            _raw.Append(text);
        }

        Feed(text);
        return _leaf ?? (_open.Count > 0 ? _open.Peek() : _next) ?? target;
    }

    /// <summary>Marks the end, which terminates a literal or number at the end of the text.</summary>
    public void End()
    {
        if (_state == State.Atom)
        {
            Feed(" ");
        }
    }

    private void Feed(string text)
    {
        try
        {
            Read(text);
        }
        catch (JsonException exception)
        {
            throw new OpperSerializationException("The JSON text of the answer is not valid. See RawBody.", Raw, exception) { TargetType = type };
        }
    }

    private void Read(string text)
    {
        for (var i = 0; i < text.Length && (_state != State.Done || _endsText);)
        {
            switch (_state)
            {
                case State.Start:
                    if (around.Next(text[i++]) is { } beginning)
                    {
                        Begin(beginning);
                    }

                    break;
                case State.String:
                    ReadString(text, ref i);
                    break;
                case State.Key:
                    ReadKey(text, ref i);
                    break;
                case State.Atom:
                    ReadLiteral(text, ref i);
                    break;
                default:
                    i += ReadStructure(text[i]) ? 1 : 0;
                    break;
            }
        }
    }

    private void Begin(string beginning)
    {
        // The end of an object or array is its closing bracket, so text may follow. Any other value must stand alone in its text or fence.
        _endsText = !around.IsAllowed || beginning[0] is not ('{' or '[');
        _next = target;
        _state = State.Value;
        Read(beginning);
    }

    // Returns false if the character must be processed again in the new state.
    private bool ReadStructure(char c)
    {
        if (char.IsWhiteSpace(c))
        {
            return true;
        }

        switch (_state)
        {
            case State.Value:
            case State.FirstItem when c != ']':
                return BeginValue(c);
            // Also after a comma: models write trailing commas.
            case State.FirstItem:
            case State.KeyStart when c == '}':
            case State.AfterValue when c == (_open.Peek().Kind == PartialKind.Array ? ']' : '}'):
                _leaf = _open.Pop();
                EndValue();
                return true;
            case State.KeyStart when c == '"':
                _key.Clear();
                _state = State.Key;
                return true;
            case State.Colon when c == ':':
                _state = State.Value;
                return true;
            case State.AfterValue when c == ',':
                _state = _open.Peek().Kind == PartialKind.Array ? State.FirstItem : State.KeyStart;
                _next = null;
                return true;
            case State.Done when c == '`' && around.IsAllowed:
                _endsText = false;
                return true;
            default:
                throw new JsonException("Unexpected character.");
        }
    }

    private bool BeginValue(char c)
    {
        // The item is not added before its value starts, so that a trailing comma adds none.
        var node = _next ?? _open.Peek().Item(_open.Peek().Children.Count);
        node.Clear();
        node.IsExact = true;
        _leaf = node;
        switch (c)
        {
            case '{' or '[':
                node.Become(c == '{' ? PartialKind.Object : PartialKind.Array);
                node.Touch();
                (_leaf, _next) = (null, null);
                _open.Push(node);
                _state = c == '{' ? State.KeyStart : State.FirstItem;
                return true;
            case '"':
                node.Append(string.Empty, PartialKind.String);
                _state = State.String;
                return true;
            case '-' or 't' or 'f' or 'n' or (>= '0' and <= '9'):
                _state = State.Atom;
                return false;
            default:
                throw new JsonException("A value cannot start with this character.");
        }
    }

    private void EndValue()
    {
        _leaf!.IsComplete = true;
        _state = _open.Count == 0 ? State.Done : State.AfterValue;
    }

    private void ReadString(string text, ref int position)
    {
        _leaf!.Append(_strings.Read(text, ref position, out var isOver), PartialKind.String);
        if (isOver)
        {
            EndValue();
        }
    }

    private void ReadKey(string text, ref int position)
    {
        _key.Append(_strings.Read(text, ref position, out var isOver));
        if (!isOver)
        {
            return;
        }

        var name = JsonText.WellFormed(_key.ToString())!;
        _state = State.Colon;
        if (mayBeWrapped && _open.Count == 1 && ReferenceEquals(_open.Peek(), target) && target.Children.Count == 0 && name == WrappedValue.PropertyName)
        {
            // Whatever else is in the wrapper object is read into a node that is discarded.
            _open.Pop();
            _open.Push(target.Copy());
            _next = target;
            return;
        }

        _next = _open.Peek().Member(name);
    }

    private void ReadLiteral(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '-' or '+' or '.'))
        {
            position++;
        }

        _leaf!.Append(text.Substring(start, position - start), PartialKind.Unterminated);
        if (position == text.Length)
        {
            return;
        }

        _leaf.Append(string.Empty, JsonLiteral.TypeOf(_leaf.Text) switch
        {
            JsonTokenType.Number => PartialKind.Number,
            JsonTokenType.True or JsonTokenType.False => PartialKind.Boolean,
            JsonTokenType.Null => PartialKind.Null,
            _ => throw new JsonException("An unquoted value is neither a number nor a JSON literal."),
        });
        EndValue();
    }
}
