using System.Text.RegularExpressions;

namespace Opper.Emulator.Text;

/// <summary>People and places: runs of capitalised words that are capitalised in mid-sentence too, by frequency.</summary>
internal sealed partial class Names
{
    // In a few sentences a name may well come at the beginning only.
    private const int ShortText = 4;

    private static readonly HashSet<string> s_never = new(
        """
        I God Lord Heaven Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
        October November December Christmas Easter English French German American Chapter Part Project Gutenberg Sir Madam Mr Mrs Miss Ms Dr Oh Ah O
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    public Names(IReadOnlyList<string> sentences)
    {
        var evidence = new Dictionary<string, int>(StringComparer.Ordinal);
        var lower = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sentence in sentences)
        {
            foreach (var word in LowerWord().Matches(sentence).Select(m => m.Value))
            {
                lower[word] = lower.GetValueOrDefault(word) + 1;
            }
        }

        foreach (var sentence in sentences)
        {
            foreach (Match match in Run().Matches(sentence))
            {
                var (name, skipped) = Trim(match.Value);
                if (name.Length < 2)
                {
                    continue;
                }

                total[name] = total.GetValueOrDefault(name) + 1;
                var before = sentence[..match.Index].TrimEnd();
                var opens = before.Length == 0 || before[^1] is '"' or '“' or '‘' or '.' or '!' or '?' or '\'' or '(' or '_';
                if (!opens || skipped || sentences.Count <= ShortText || name.Contains(' ', StringComparison.Ordinal))
                {
                    evidence[name] = evidence.GetValueOrDefault(name) + 1;
                }

                if (PlaceBefore().IsMatch(before))
                {
                    places[name] = places.GetValueOrDefault(name) + 1;
                }
            }
        }

        var known = total.Keys
            .Where(n => evidence.ContainsKey(n) && lower.GetValueOrDefault(n.ToLowerInvariant()) <= total[n] / 3 && !IsShouting(n))
            .ToList();
        var groups = Merge(known, total, places);
        var ranked = groups.OrderByDescending(g => g.Count).ThenBy(g => First(sentences, g.Name)).ToList();
        People = [.. ranked.Where(g => !IsPlace(g) && !Organisation().IsMatch(g.Name)).Select(g => g.Name)];
        Places = [.. ranked.Where(g => IsPlace(g) && !Organisation().IsMatch(g.Name)).Select(g => g.Name)];
        Organisations = [.. ranked.Where(g => Organisation().IsMatch(g.Name)).Select(g => g.Name)];
        Counts = groups.GroupBy(g => g.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(x => x.Count), StringComparer.Ordinal);
    }

    public IReadOnlyList<string> People { get; }

    public IReadOnlyList<string> Places { get; }

    public IReadOnlyList<string> Organisations { get; }

    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>Whether a sentence speaks of a name, in full or by any one of its words.</summary>
    public static bool Mentions(string sentence, string name) =>
        Parts(name).Any(p => Regex.IsMatch(sentence, $@"\b{Regex.Escape(p)}\b"));

    // "Madame" alone is a name too.
    private static IEnumerable<string> Parts(string name) =>
        name.Split(' ').Where(p => p.Length > 2 && !Title().IsMatch(p)).DefaultIfEmpty(name);

    private static bool IsPlace(Group group) => group.Places * 2 >= group.Count || PlaceWord().IsMatch(group.Name);

    // "Holmes" and "Mr. Holmes" belong to "Sherlock Holmes" when no other longer name could be meant.
    private static List<Group> Merge(IEnumerable<string> names, Dictionary<string, int> total, Dictionary<string, int> places)
    {
        var groups = new List<Group>();
        foreach (var name in names.OrderByDescending(n => n.Split(' ').Length).ThenByDescending(n => n.Length))
        {
            var title = Title().Match(name).Value.TrimEnd('.');
            var bare = Title().Replace(name, string.Empty).Trim();
            var words = (bare.Length > 0 ? bare : name).Split(' ');
            var longer = groups.FindAll(g => words.All(w => g.Words.Any(x => IsSameOrShort(w, x))) && (title.Length == 0 || g.Title.Length == 0 || title == g.Title));
            if (longer is not [var group])
            {
                group = new Group(name, title, words);
                groups.Add(group);
            }
            else if (title.Length == 0 && words.SequenceEqual(group.Words))
            {
                group.Name = name;
            }

            group.Count += total[name];
            group.Places += places.GetValueOrDefault(name);
        }

        return groups;
    }

    // "Dell" is a short form of "Della".
    private static bool IsSameOrShort(string word, string full)
        => word == full || (word.Length >= 4 && full.Length == word.Length + 1 && full.StartsWith(word, StringComparison.Ordinal));

    private static int First(IReadOnlyList<string> sentences, string name)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            if (sentences[i].Contains(name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    // Function words and interjections at the start of a run are sentence openings, not names.
    private static (string Name, bool Skipped) Trim(string run)
    {
        var words = run.Split(' ').ToList();
        var skipped = false;
        while (words.Count > 0 && !Title().IsMatch(words[0]) && (s_never.Contains(words[0]) || Words.IsStop(words[0])))
        {
            words.RemoveAt(0);
            skipped = true;
        }

        while (words.Count > 0 && (s_never.Contains(words[^1]) || Words.IsStop(words[^1])))
        {
            words.RemoveAt(words.Count - 1);
        }

        var name = string.Join(' ', words);
        return (name.EndsWith("'s", StringComparison.Ordinal) || name.EndsWith("’s", StringComparison.Ordinal) ? name[..^2] : name, skipped);
    }

    private static bool IsShouting(string name) => name.Length > 4 && !name.Any(char.IsLower);

    [GeneratedRegex(@"\b\p{Lu}[\p{L}]*(?:['’\-]\p{L}+)*(?:(?:(?<=\b(?:Mr|Mrs|Ms|Dr|St|\p{Lu}))\.)? \p{Lu}[\p{L}]*(?:['’\-]\p{L}+)*)*")]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<![\p{L}'’])\p{Ll}+(?![\p{L}])")]
    private static partial Regex LowerWord();

    [GeneratedRegex(@"\b(?:in|at|from|near|across|through|towards|toward|into|of the city of|to)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceBefore();

    [GeneratedRegex(@"\b(?:Street|Avenue|Road|River|Lake|Island|Mountain|County|City|Square|Bridge|Valley|Sea|Ocean)$")]
    private static partial Regex PlaceWord();

    [GeneratedRegex(@"\b(?:Inc|Ltd|LLC|GmbH|AB|Corp|Company|Bank|University|Institute|Society|Committee|Ministry|Association)\b")]
    private static partial Regex Organisation();

    [GeneratedRegex(@"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Captain|Professor|Madame|Aunt|Uncle|Sergeant-Major|Sergeant)\b\.?")]
    private static partial Regex Title();

    private sealed class Group(string name, string title, IReadOnlyList<string> words)
    {
        public string Name { get; set; } = name;

        public string Title { get; } = title;

        public IReadOnlyList<string> Words { get; } = words;

        public int Count { get; set; }

        public int Places { get; set; }
    }
}
