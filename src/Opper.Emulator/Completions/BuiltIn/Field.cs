using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>What a schema asks for at one place: the property's name and description, and whom an item is about.</summary>
internal sealed class Field(string name, string description, string? subject = null)
{
    private readonly HashSet<string> _nameStems = [.. Words.OfIdentifier(name).Select(Words.Stem)];

    public string Name { get; } = name;

    public string Description { get; } = description;

    public string? Subject { get; } = subject;

    public string Key { get; } = InputText.Key(name);

    /// <summary>Name and description as one search query.</summary>
    public string Query => string.Join(' ', Words.OfIdentifier(Name)) + " " + Description;

    public bool Is(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (_nameStems.Contains(Words.Stem(word)))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsExactly(params ReadOnlySpan<string> words) => _nameStems.Count == 1 && Is(words);
}
