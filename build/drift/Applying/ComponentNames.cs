using System.Text.RegularExpressions;

namespace Opper.Drift.Applying;

/// <summary>Names by the rules of the contract: PascalCase, no digits.</summary>
internal static partial class ComponentNames
{
    /// <summary>A name by these rules for the name from a generator: <c>app__schemas__Foo_BarV2</c> is <c>FooBar</c>.</summary>
    public static string Of(string name)
    {
        var last = name.Split("__", StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? name;
        var words = NotLetters().Split(Version().Replace(last, " ")).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        var joined = string.Concat(words);
        return joined.Length > 1 ? joined : "Live" + joined;
    }

    /// <summary>The name of an enum value in code.</summary>
    public static string OfValue(string value) => value switch
    {
        ">=" => "GreaterThanOrEqual",
        "<=" => "LessThanOrEqual",
        _ when value.Any(char.IsAsciiLetter) => Of(value),
        _ => throw new CannotApplyException($"the value '{value}' needs a name in x-enum-varnames"),
    };

    /// <summary>The singular of one or more words.</summary>
    public static string Singular(string name) => name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y"
        : name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) && !name.EndsWith("us", StringComparison.Ordinal)
            && !name.EndsWith("is", StringComparison.Ordinal) ? name[..^1] : name;

    /// <summary>The words of a name, in sentence case: <c>max_cost</c> and <c>MaxCost</c> are <c>Max cost</c>.</summary>
    public static string Words(string name)
    {
        var words = Capital().Replace(NotWord().Replace(name, " ").Trim(), match => " " + match.Value.ToLowerInvariant());
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex NotLetters();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotWord();

    [GeneratedRegex("V?[0-9]+")]
    private static partial Regex Version();

    [GeneratedRegex("(?<=[a-z])[A-Z](?=[a-z])")]
    private static partial Regex Capital();
}
