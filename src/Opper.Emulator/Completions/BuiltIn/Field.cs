namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A property in a schema: its name and description.</summary>
internal sealed class Field(string name, string description)
{
    private readonly HashSet<string> _stems = [.. Words.OfIdentifier(name).Select(Words.Stem)];

    public string Name { get; } = name;

    public string Key { get; } = InputText.Key(name);

    /// <summary>The name and description as one search query.</summary>
    public string Query => $"{string.Join(' ', Words.OfIdentifier(Name))} {description}";

    /// <summary>Whether its value is a name.</summary>
    public bool IsName => Is("name", "person", "people", "character", "author", "participant", "customer", "company", "city");

    public bool Is(params IEnumerable<string> words) => words.Any(word => _stems.Contains(Words.Stem(word)));
}
