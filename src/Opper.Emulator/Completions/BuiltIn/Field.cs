using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A property in a schema: its name and description, and the subject of a list item.</summary>
internal sealed class Field(string name, string description, string? subject = null)
{
    private readonly HashSet<string> _stems = [.. Words.OfIdentifier(name).Select(Words.Stem)];

    public string Name { get; } = name;

    public string Description { get; } = description;

    public string? Subject { get; } = subject;

    public string Key { get; } = InputText.Key(name);

    /// <summary>The name and description as one search query.</summary>
    public string Query => $"{string.Join(' ', Words.OfIdentifier(Name))} {Description}";

    /// <summary>Whether its value is a name.</summary>
    public bool IsName =>
        Is("name", "person", "people", "character", "author", "participant", "attendee", "customer", "contact", "entity", "company", "city", "place");

    /// <summary>Whether its value is a sentence.</summary>
    public bool IsProse =>
        Is("summary", "overview", "abstract", "description", "fact", "point", "highlight", "event", "finding", "takeaway", "step", "task", "sentence");

    public bool Is(params IEnumerable<string> words) => words.Any(word => _stems.Contains(Words.Stem(word)));
}
