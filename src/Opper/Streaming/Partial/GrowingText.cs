using System.Text;

namespace Opper;

/// <summary>
/// The text of the place that is being written. A model writes one at a time, so one buffer serves a whole answer; what is left for another
/// place is kept as a plain text.
/// </summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _characters = new(256);
    private PartialNode? _owner;

    public int Length => _characters.Length;

    /// <summary>Adds to the text of a place, which has <paramref name="before"/> so far unless the buffer is its own already.</summary>
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

    /// <summary>The place begins anew: what it had does not count.</summary>
    public void Leave(PartialNode node) => _owner = IsOf(node) ? null : _owner;

    public override string ToString() => _characters.ToString();
}
