namespace Opper;

/// <summary>Joins surrogate pairs that are split across two deltas: the high surrogate is held back until the low one arrives.</summary>
internal struct TextJoiner
{
    private char _firstHalf;

    /// <returns>The text that can be shown now, possibly empty.</returns>
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

    /// <returns>U+FFFD for a high surrogate that was never followed by a low one; otherwise empty.</returns>
    public readonly string End() => _firstHalf == '\0' ? string.Empty : "\uFFFD";
}
