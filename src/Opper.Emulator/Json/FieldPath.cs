using System.Diagnostics.CodeAnalysis;

namespace Opper.Emulator.Json;

/// <summary>The path of a member in JSON, such as <c>input.email</c>; <c>*</c> matches any name, and array items are not part of the path.</summary>
internal sealed partial class FieldPath
{
    private readonly string[] _names;

    private FieldPath(string text, string[] names)
    {
        Text = text;
        _names = names;
    }

    public string Text { get; }

    /// <summary>The path without the root sign and array brackets.</summary>
    public string Name => string.Join('.', _names);

    public static FieldPath Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return TryParse(text, out var path) ? path : throw new ArgumentException($"'{text}' is not a field path such as input.email.", nameof(text));
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out FieldPath? path)
    {
        var names = Items().Replace(text.Trim(), string.Empty).Split('.');
        if (names[0] == "$")
        {
            names = names[1..];
        }

        path = names.Length > 0 && names.All(name => name.Length > 0) ? new FieldPath(text.Trim(), names) : null;
        return path is not null;
    }

    /// <summary>Whether a path ends with this one.</summary>
    public bool IsEndOf(IReadOnlyList<string> path) => path.Count >= _names.Length && Same(path, path.Count - _names.Length);

    /// <summary>Whether a path equals this one.</summary>
    public bool Is(IReadOnlyList<string> path) => path.Count == _names.Length && Same(path, 0);

    [GeneratedRegex(@"\[(\*|\d*)\]")]
    private static partial Regex Items();

    private bool Same(IReadOnlyList<string> path, int from) => _names.Zip(path.Skip(from)).All(part => part.First == "*" || part.First == part.Second);
}
