using System.Text;

namespace Opper;

/// <summary>
/// Reads JSON that comes as text in pieces, into the nodes it is about. Each character is looked at once. What is not over yet is taken as
/// far as it goes; what stands around the JSON, such as a fence of three backticks, is passed over.
/// </summary>
internal sealed class PartialJsonText
{
    private readonly Stack<PartialNode> _open = new();
    private readonly StringBuilder _key = new();
    private readonly PartialJsonString _strings = new();
    private readonly bool _takesBareValue;
    private readonly string? _wrapper;
    private PartialNode _next;
    private PartialNode? _leaf;
    private State _state;

    /// <param name="target">What the JSON is the value of.</param>
    /// <param name="wrapper">The one member of <paramref name="target"/> that the JSON may be the value of without saying so, or <see langword="null"/>.</param>
    /// <param name="takesBareValue">Whether the JSON may be a text, a number, true, false or null.</param>
    public PartialJsonText(PartialNode target, string? wrapper, bool takesBareValue)
    {
        _next = target;
        _wrapper = wrapper;
        _takesBareValue = takesBareValue;
    }

    private enum State
    {
        Start,
        Value,
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
    public bool IsWhole => _state == State.Done || (_state == State.Atom && _open.Count == 0);

    /// <summary>Whether any JSON was there.</summary>
    public bool HasBegun => _state != State.Start;

    /// <returns>The last place that changed.</returns>
    public PartialNode Append(string text)
    {
        var i = 0;
        while (i < text.Length && _state != State.Done)
        {
            i = _state switch
            {
                State.String => ReadString(text, i),
                State.Key => ReadKey(text, i),
                State.Atom => ReadAtom(text, i),
                _ => ReadStructure(text[i]) ? i + 1 : i,
            };
        }

        return _leaf ?? (_open.Count > 0 ? _open.Peek() : _next);
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
        if (char.IsWhiteSpace(c))
        {
            return true;
        }

        switch (_state)
        {
            case State.Start when c is '{' or '[' || (_takesBareValue && IsValueStart(c)):
                if (_wrapper is not null && c != '{')
                {
                    _next = _next.Member(_wrapper);
                }

                _state = State.Value;
                return false;
            case State.Start:
                return true;
            case State.Value:
                BeginValue(c);
                return c is '{' or '[' or '"';
            case State.FirstKey when c == '}':
            case State.NextKey when c == '}':
            case State.AfterValue when c is '}' or ']':
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
                _state = _open.Peek().Kind == PartialKind.Array ? State.Value : State.NextKey;
                if (_open.Peek().Kind == PartialKind.Array)
                {
                    _next = _open.Peek().Item(_open.Peek().Children.Count);
                }

                return true;
            default:
                throw Unexpected(c);
        }
    }

    private void BeginValue(char c)
    {
        switch (c)
        {
            case '{':
                Open(PartialKind.Object);
                _state = State.FirstKey;
                break;
            case '[':
                Open(PartialKind.Array);
                _next = null!;
                _state = State.Value;
                break;
            case ']' when _open.Count > 0 && _open.Peek() is { Kind: PartialKind.Array } array && (_next is null || !_next.HasContent):
                // An empty array, or a comma too many.
                if (_next is not null)
                {
                    array.Children.RemoveAt(array.Children.Count - 1);
                }

                _state = State.AfterValue;
                break;
            default:
                _leaf = Target();
                _leaf.Clear();
                _leaf.IsExact = true;
                if (c == '"')
                {
                    _leaf.Append(string.Empty, PartialKind.String);
                    _state = State.String;
                }
                else if (IsValueStart(c))
                {
                    _state = State.Atom;
                }
                else
                {
                    throw Unexpected(c);
                }

                break;
        }
    }

    // The first item of an array has its place only once it is sure that there is one.
    private PartialNode Target() => _next ??= _open.Peek().Item(0);

    private void Open(PartialKind kind)
    {
        var node = Target();
        node.Clear();
        node.Become(kind);
        node.Touch();
        _leaf = null;
        _open.Push(node);
    }

    private void EndContainer()
    {
        var node = _open.Pop();
        node.IsComplete = true;
        _leaf = node;
        AfterValue();
    }

    private void AfterValue() => _state = _open.Count == 0 ? State.Done : State.AfterValue;

    private int ReadString(string text, int start)
    {
        var end = _strings.Read(text, start, (from, to) => _leaf!.Append(text, from, to - from, PartialKind.String), escaped => _leaf!.Append(escaped, PartialKind.String), out var isOver);
        if (isOver)
        {
            _leaf!.IsComplete = true;
            AfterValue();
        }

        return end;
    }

    private int ReadKey(string text, int start)
    {
        var end = _strings.Read(text, start, (from, to) => _key.Append(text, from, to - from), escaped => _key.Append(escaped), out var isOver);
        if (isOver)
        {
            var name = _key.ToString();
            if (_wrapper is not null && _open.Count == 1 && _open.Peek() is { Parent: null, Children.Count: 0 } root && name != _wrapper)
            {
                // The value itself, without the object it should travel in.
                _open.Pop();
                _next = root.Member(_wrapper);
                Open(PartialKind.Object);
            }

            _next = _open.Peek().Member(name);
            _state = State.Colon;
        }

        return end;
    }

    private int ReadAtom(string text, int start)
    {
        var i = start;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '-' or '+' or '.'))
        {
            i++;
        }

        _leaf!.Append(text, start, i - start, PartialKind.Unended);
        if (i < text.Length)
        {
            EndAtom();
        }

        return i;
    }

    private void EndAtom()
    {
        _leaf!.Settle(_leaf.Text switch
        {
            "null" => PartialKind.Null,
            "true" or "false" => PartialKind.Boolean,
            _ => PartialKind.Number,
        });
        _leaf.IsComplete = true;
        AfterValue();
    }

    private static bool IsValueStart(char c) => c is '"' or '-' or 't' or 'f' or 'n' || char.IsDigit(c);

    private static Newtonsoft.Json.JsonReaderException Unexpected(char c)
        => new($"The JSON is not valid: '{c}' stands where it cannot.");
}
