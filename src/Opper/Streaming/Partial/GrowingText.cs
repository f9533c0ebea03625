namespace Opper;

/// <summary>
/// The text of the place that is being written. A model writes one at a time, so one buffer serves a whole answer; what is left for another
/// place is kept as a plain text.
/// </summary>
internal sealed class GrowingText
{
    private const int InitialSize = 256;

    private char[] _characters = [];
    private PartialNode? _owner;

    public int Length { get; private set; }

    /// <summary>Adds to the text of a place, which has <paramref name="before"/> so far unless the buffer is its own already.</summary>
    public void Append(PartialNode node, string before, string text)
    {
        if (!IsOf(node))
        {
            _owner?.KeepText(ToString());
            _owner = node;
            Length = 0;
            Add(before);
        }

        Add(text);
    }

    public bool IsOf(PartialNode node) => ReferenceEquals(_owner, node);

    /// <summary>The place begins anew: what it had does not count.</summary>
    public void Leave(PartialNode node)
    {
        if (IsOf(node))
        {
            _owner = null;
        }
    }

    public override string ToString() => new(_characters, 0, Length);

    private void Add(string text)
    {
        if (Length + text.Length > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(Math.Max(InitialSize, _characters.Length * 2), Length + text.Length));
        }

        text.CopyTo(0, _characters, Length, text.Length);
        Length += text.Length;
    }
}
