using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>
/// Reads JSON that comes as text in pieces, into the nodes it is about. Each character is looked at once. What is not over yet is taken as
/// far as it goes; what stands around the JSON is passed over where that is allowed.
/// </summary>
/// <param name="target">What the JSON is the value of.</param>
/// <param name="wrapper">The one member of <paramref name="target"/> that the JSON may be the value of without saying so, or <see langword="null"/>.</param>
/// <param name="around">Says where the JSON begins.</param>
/// <param name="type">The type that is wanted, for errors.</param>
internal sealed class PartialJsonText(PartialNode target, string? wrapper, TextAroundJson around, Type? type = null)
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

    /// <summary>Whether the JSON has come to its end.</summary>
    public bool IsWhole => _state == State.Done;

    /// <summary>Whether any JSON was there.</summary>
    public bool HasBegun => _state != State.Start;

    /// <summary>The text that came, as much of it as is kept for an error.</summary>
    public string Raw => _raw.ToString();

    /// <returns>The last place that changed.</returns>
    /// <exception cref="OpperSerializationException">It is not JSON.</exception>
    public PartialNode Append(string text)
    {
        if (_raw.Length < BodyReader.MaxErrorBytes)
        {
            _raw.Append(text);
        }

        Feed(text);
        return _leaf ?? (_open.Count > 0 ? _open.Peek() : _next) ?? target;
    }

    /// <summary>Nothing follows: an unquoted value at the very end is over.</summary>
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
            throw new OpperSerializationException("The JSON text of the answer is not valid. RawBody holds it.", Raw, exception) { TargetType = type };
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
                    ReadAtom(text, ref i);
                    break;
                default:
                    i += ReadStructure(text[i]) ? 1 : 0;
                    break;
            }
        }
    }

    private void Begin(string beginning)
    {
        // What brackets close can be told from what follows; any other value is alone in its text or its fence.
        _endsText = !around.IsAllowed || beginning[0] is not ('{' or '[');
        _next = wrapper is not null && beginning[0] != '{' ? target.Member(wrapper) : target;
        _state = State.Value;
        Read(beginning);
    }

    // Says false where the character is to be looked at again, in the state it led to.
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
            // After a comma too: models write one too many.
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
                throw new JsonException("A character stands where it cannot.");
        }
    }

    private bool BeginValue(char c)
    {
        // An item has its place only once it is sure that there is one: a comma too many makes none.
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
                throw new JsonException("A value begins with something else.");
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
        if (wrapper is not null && _open.Count == 1 && ReferenceEquals(_open.Peek(), target) && target.Children.Count == 0 && name != wrapper)
        {
            // The value itself, without the object it should travel in.
            _open.Pop();
            _next = target.Member(wrapper);
            BeginValue('{');
        }

        _next = _open.Peek().Member(name);
        _state = State.Colon;
    }

    private void ReadAtom(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '-' or '+' or '.'))
        {
            position++;
        }

        _leaf!.Append(text.Substring(start, position - start), PartialKind.Unended);
        if (position == text.Length)
        {
            return;
        }

        _leaf.Append(string.Empty, JsonAtom.TypeOf(_leaf.Text) switch
        {
            JsonTokenType.Number => PartialKind.Number,
            JsonTokenType.True or JsonTokenType.False => PartialKind.Boolean,
            JsonTokenType.Null => PartialKind.Null,
            _ => throw new JsonException("A value without quotes is no JSON."),
        });
        EndValue();
    }
}
