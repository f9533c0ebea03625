namespace Opper.Emulator.Text;

/// <summary>Guesses a language by its most common little words.</summary>
internal static class Language
{
    private static readonly (string Code, string Name, string[] Words)[] s_languages =
    [
        ("en", "English", ["the", "and", "of", "to", "was", "is", "in", "that", "it", "with", "for", "you"]),
        ("de", "German", ["der", "die", "das", "und", "ist", "nicht", "ein", "eine", "zu", "mit", "den", "ich"]),
        ("fr", "French", ["le", "la", "les", "et", "est", "une", "des", "que", "dans", "pas", "pour", "vous"]),
        ("es", "Spanish", ["el", "los", "las", "que", "es", "una", "por", "con", "del", "para", "y", "se"]),
        ("it", "Italian", ["il", "che", "di", "una", "per", "non", "con", "sono", "gli", "della", "è", "un"]),
        ("sv", "Swedish", ["och", "att", "det", "som", "är", "en", "på", "för", "av", "inte", "med", "jag"]),
        ("nl", "Dutch", ["het", "een", "van", "niet", "dat", "ik", "zijn", "voor", "met", "op", "de", "en"]),
        ("pt", "Portuguese", ["os", "não", "uma", "que", "para", "com", "por", "mais", "do", "da", "em", "um"]),
    ];

    public static (string Code, string Name) Guess(string text)
    {
        var counts = Words.Of(text).Take(2000).CountBy(w => w.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var best = s_languages.MaxBy(l => l.Words.Sum(w => counts.GetValueOrDefault(w)));
        return (best.Code, best.Name);
    }
}
