namespace Opper;

/// <summary>Pieces of text as they can be shown: a character that was parted over two pieces comes whole with the second.</summary>
internal struct TextJoiner
{
    private char _firstHalf;

    /// <returns>What can be shown now; empty where nothing can.</returns>
    public string Next(string piece)
    {
        if (piece.Length == 0)
        {
            return piece;
        }

        var text = _firstHalf == '\0' ? piece : _firstHalf + piece;
        var last = text[text.Length - 1];
        _firstHalf = char.IsHighSurrogate(last) ? last : '\0';
        return JsonText.WellFormedSoFar(text);
    }

    /// <returns>What is left: a half without the other.</returns>
    public readonly string End() => _firstHalf == '\0' ? string.Empty : "\uFFFD";
}
