using System.Text;

namespace Opper;

/// <summary>
/// The buffer of the text that is being received. A model writes one field at a time, so one buffer serves the whole answer; when another node takes it
/// over, the text of the previous one is kept as a string.
/// </summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _characters = new(256);
    private PartialNode? _owner;

    public int Length => _characters.Length;

    /// <summary>Appends to the text of a node, which is <paramref name="before"/> so far unless the node owns the buffer already.</summary>
    public void Append(PartialNode node, string before, string text)
    {
        if (!IsOf(node))
        {
            _owner?.KeepText(ToString());
            _owner = node;
            _characters.Clear().Append(before);
        }

        _characters.Append(text);
    }

    public bool IsOf(PartialNode node) => ReferenceEquals(_owner, node);

    /// <summary>Discards the text of a node that starts over.</summary>
    public void Leave(PartialNode node) => _owner = IsOf(node) ? null : _owner;

    public override string ToString() => _characters.ToString();
}
