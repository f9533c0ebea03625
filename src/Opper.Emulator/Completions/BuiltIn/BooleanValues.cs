using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A labeled value; otherwise true if a word of the property occurs in the text.</summary>
internal static partial class BooleanValues
{
    public static FilledValue Find(Field field, InputText text) => FilledValue.Yes(text.Labels.TryGetValue(field.Key, out var label)
        ? Yes().IsMatch(label)
        : Words.OfIdentifier(field.Name).Any(word => !Words.IsStop(word) && text.WordCounts.ContainsKey(Words.Stem(word))));

    [GeneratedRegex("^(?:true|yes|y|1|on)", RegexOptions.IgnoreCase)]
    private static partial Regex Yes();
}
