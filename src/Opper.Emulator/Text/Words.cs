using System.Text.RegularExpressions;

namespace Opper.Emulator.Text;

/// <summary>Words and index terms of English-like text.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> s_stop = new(
        """
        a about above after again against all almost along also although always am among an and another any anything are around as at away back
        be became because been before being below beneath beside between beyond both but by came can cannot come could day did do does doing done down during each
        either else even ever every everything few for from further get give go gone got had has have having he hence her here hers herself him himself
        his how however i if in indeed into is it its itself just know last least less let like little long look looked made make many may me might mine
        more most much must my myself near never no none nor not nothing now of off often oh on once one only onto or other others our ours out
        over own perhaps put quite rather said same saw say says see seem seemed shall she should since so some something soon still such take than that the
        their theirs them themselves then there these they thing this those though three through thus till time to together too took toward towards two
        under until up upon us very was way we well went were what when where whether which while who whom whose why will with within without
        would yes yet you your yours yourself says tell told asked replied cried came come didn't don't it's i'm i'll that's can't won't you're
        mr mrs ms miss dr sir thing things man men people first second new old good great right left came away enough being upon began
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool IsStop(string word) => s_stop.Contains(word.Replace('’', '\''));

    public static IEnumerable<string> Of(string text) => Word().Matches(text).Select(m => m.Value);

    /// <summary>Lower-case, stemmed words without stop words.</summary>
    public static List<string> Terms(string text) =>
        [.. Of(text).Where(w => !IsStop(w) && (w.Length > 1 || char.IsDigit(w[0]))).Select(Stem)];

    /// <summary>The words inside an identifier such as wordCount or due_date.</summary>
    public static string[] OfIdentifier(string name) =>
        [.. IdentifierPart().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    public static string Stem(string word)
    {
        var w = word.Replace('’', '\'').ToLowerInvariant();
        if (w.EndsWith("'s", StringComparison.Ordinal))
        {
            w = w[..^2];
        }

        w = w switch
        {
            _ when w.Length > 4 && w.EndsWith("ies", StringComparison.Ordinal) => w[..^3] + "y",
            _ when w.Length > 4 && (w.EndsWith("ches", StringComparison.Ordinal) || w.EndsWith("shes", StringComparison.Ordinal) || w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("xes", StringComparison.Ordinal)) => w[..^2],
            _ when w.Length > 3 && w.EndsWith('s') && !w.EndsWith("ss", StringComparison.Ordinal) && !w.EndsWith("us", StringComparison.Ordinal) && !w.EndsWith("is", StringComparison.Ordinal) => w[..^1],
            _ => w,
        };
        w = w switch
        {
            _ when w.Length > 5 && w.EndsWith("ing", StringComparison.Ordinal) => Restore(w[..^3]),
            _ when w.Length > 4 && w.EndsWith("ed", StringComparison.Ordinal) => Restore(w[..^2]),
            _ when w.Length > 4 && w.EndsWith("ly", StringComparison.Ordinal) => w[..^2],
            _ => w,
        };
        return w.Length > 4 && w.EndsWith('e') ? w[..^1] : w;
    }

    // stopp(ed) is stop, lov(ed) is love; short words keep their e, or "made" would be "mad".
    private static string Restore(string stem) => stem switch
    {
        { Length: > 3 } when stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') => stem[..^1],
        { Length: 3 } when "aeiou".Contains(stem[1], StringComparison.Ordinal) && !"aeiouwxy".Contains(stem[2], StringComparison.Ordinal) => stem + "e",
        _ => stem,
    };

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{N}+")]
    private static partial Regex IdentifierPart();
}
