namespace Opper.Emulator.Text;

/// <summary>The three-letter pieces of a text's words, stop words left out.</summary>
internal sealed class LetterTriples
{
    private readonly HashSet<uint> _triples = [];

    private LetterTriples()
    {
    }

    public static LetterTriples Of(string text)
    {
        var triples = new LetterTriples();
        foreach (var word in Words.Of(text).Where(w => w.Length > 2 && !Words.IsStop(w)))
        {
            var folded = $" {word.ToLowerInvariant()} ";
            for (var i = 0; i + 3 <= folded.Length; i++)
            {
                triples._triples.Add(((uint)folded[i] << 20) ^ ((uint)folded[i + 1] << 10) ^ folded[i + 2]);
            }
        }

        return triples;
    }

    /// <summary>Which share of these occurs in the other text; fewer than a third are chance.</summary>
    public double ShareIn(LetterTriples other)
    {
        if (_triples.Count == 0)
        {
            return 0;
        }

        var share = (double)_triples.Count(other._triples.Contains) / _triples.Count;
        return share < 1.0 / 3 ? 0 : share;
    }
}
