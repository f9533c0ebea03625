using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>
/// Reads JSON that comes as text in pieces, into the nodes it is about. Each character is looked at once. What is not over yet is taken as
/// far as it goes; what stands around the JSON, such as a fence of three backticks, is passed over.
/// </summary>
internal sealed class PartialJsonText
{
    private const int MaxSkipped = 64 * 1024;

    private readonly Stack<PartialNode> _open = new();
    private readonly StringBuilder _key = new();
    private readonly PartialJsonString _strings = new();
    private readonly PartialNode _target;
    private readonly string? _wrapper;
    private readonly PartialJsonStarts _starts;
    private PartialNode? _next;
    private PartialNode? _leaf;
    private State _state;
    private StringBuilder? _skipped;
    private bool _hasToken;
    private bool _isBare;

    /// <param name="target">What the JSON is the value of.</param>
    /// <param name="wrapper">The one member of <paramref name="target"/> that the JSON may be the value of without saying so, or <see langword="null"/>.</param>
    /// <param name="starts">What the value may begin with.</param>
    public PartialJsonText(PartialNode target, string? wrapper, PartialJsonStarts starts)
    {
        _target = target;
        _wrapper = wrapper;
        _starts = starts;
    }

    private enum State
    {
        Start,
        Fence,
        Value,
        FirstItem,
        FirstKey,
        NextKey,
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
    public bool HasBegun => _state is not (State.Start or State.Fence);

    /// <summary>The text that was no JSON.</summary>
    public string Skipped => _skipped?.ToString() ?? string.Empty;

    /// <returns>The last place that changed.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public PartialNode Append(string text)
    {
        for (var i = 0; i < text.Length && (_state != State.Done || _isBare);)
        {
            switch (_state)
            {
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

        return _leaf ?? (_open.Count > 0 ? _open.Peek() : _next) ?? _target;
    }

    /// <summary>Nothing follows: an unquoted value at the very end is over.</summary>
    public void End()
    {
        if (_state == State.Atom)
        {
            EndAtom();
        }
    }

    // Says false where the character is to be looked at again, in the state it led to.
    private bool ReadStructure(char c)
    {
        if (_state == State.Fence)
        {
            _state = c == '\n' ? State.Start : State.Fence;
            return true;
        }

        if (char.IsWhiteSpace(c))
        {
            return true;
        }

        switch (_state)
        {
            case State.Start:
                return !Begins(c);
            case State.Value:
            case State.FirstItem when c != ']':
                return BeginValue(c);
            // After a comma too: models write one too many.
            case State.FirstItem:
            case State.FirstKey or State.NextKey when c == '}':
            case State.AfterValue when c == (_open.Peek().Kind == PartialKind.Array ? ']' : '}'):
                EndContainer();
                return true;
            case State.FirstKey or State.NextKey when c == '"':
                _key.Clear();
                _state = State.Key;
                return true;
            case State.Colon when c == ':':
                _state = State.Value;
                return true;
            case State.AfterValue when c == ',':
                var isArray = _open.Peek().Kind == PartialKind.Array;
                _state = isArray ? State.FirstItem : State.NextKey;
                _next = null;
                return true;
            case State.Done when c == '`':
                return true;
            default:
                return Refuse();
        }
    }

    private bool Begins(char c)
    {
        var isBare = c == '"' || IsAtomStart(c);
        if (c == '{' || (c == '[' && (_starts & PartialJsonStarts.Array) != 0) || (isBare && (_starts & PartialJsonStarts.Bare) != 0 && _skipped is null))
        {
            _isBare = isBare;
            _next = _wrapper is not null && c != '{' ? _target.Member(_wrapper) : _target;
            _state = State.Value;
            return true;
        }

        if (c == '`' && _skipped is null)
        {
            _state = State.Fence;
        }
        else if ((_skipped ??= new StringBuilder()).Length < MaxSkipped)
        {
            _skipped.Append(c);
        }

        return false;
    }

    private bool BeginValue(char c)
    {
        if (c is '{' or '[')
        {
            Open(c == '{' ? PartialKind.Object : PartialKind.Array);
            return true;
        }

        if (c != '"' && !IsAtomStart(c))
        {
            return Refuse();
        }

        _leaf = Target();
        _leaf.Clear();
        _leaf.IsExact = true;
        _state = c == '"' ? State.String : State.Atom;
        if (c == '"')
        {
            _leaf.Append(string.Empty, PartialKind.String);
        }

        return c == '"';
    }

    // An item has its place only once it is sure that there is one: a comma too many makes none.
    private PartialNode Target() => _next ??= _open.Peek().Item(_open.Peek().Children.Count);

    private void Open(PartialKind kind)
    {
        var node = Target();
        node.Clear();
        node.Become(kind);
        node.Touch();
        _leaf = null;
        _next = null;
        _open.Push(node);
        _state = kind == PartialKind.Object ? State.FirstKey : State.FirstItem;
    }

    private void EndContainer()
    {
        _leaf = _open.Pop();
        EndValue();
    }

    private void EndValue()
    {
        _leaf!.IsComplete = true;
        _hasToken = true;
        _state = _open.Count == 0 ? State.Done : State.AfterValue;
    }

    // A bracket with something else than JSON after it is a part of the text around the JSON.
    private bool Refuse()
    {
        if (_hasToken)
        {
            throw new JsonException("A character stands where it cannot.");
        }

        _target.Clear();
        _open.Clear();
        _leaf = null;
        (_skipped ??= new StringBuilder()).Append('…');
        _state = State.Start;
        return false;
    }

    private void ReadString(string text, ref int position)
    {
        var piece = _strings.Read(text, ref position, out var isOver);
        if (piece.Length > 0)
        {
            _leaf!.Append(piece, PartialKind.String);
        }

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
        if (_wrapper is not null && _open.Count == 1 && ReferenceEquals(_open.Peek(), _target) && _target.Children.Count == 0 && name != _wrapper)
        {
            // The value itself, without the object it should travel in.
            _open.Pop();
            _next = _target.Member(_wrapper);
            Open(PartialKind.Object);
        }

        _next = _open.Peek().Member(name);
        _hasToken = true;
        _state = State.Colon;
    }

    private void ReadAtom(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '-' or '+' or '.'))
        {
            position++;
        }

        if (position > start)
        {
            _leaf!.Append(text.Substring(start, position - start), PartialKind.Unended);
        }

        if (position < text.Length)
        {
            EndAtom();
        }
    }

    private void EndAtom()
    {
        var kind = JsonAtom.KindOf(_leaf!.Text);
        if (kind == PartialKind.None)
        {
            Refuse();
            return;
        }

        _leaf.Settle(kind);
        EndValue();
    }

    private static bool IsAtomStart(char c) => c is '-' or 't' or 'f' or 'n' or (>= '0' and <= '9');
}
