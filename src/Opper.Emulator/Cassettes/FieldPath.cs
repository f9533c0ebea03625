namespace Opper.Emulator.Cassettes;

/// <summary>The path of a member in JSON, such as <c>input.email</c>; <c>*</c> stands for any name, and items of arrays add nothing to it.</summary>
internal sealed class FieldPath
{
    private readonly string[] _names;

    private FieldPath(string text, string[] names)
    {
        Text = text;
        _names = names;
    }

    public string Text { get; }

    public static FieldPath Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var names = text.Trim().Replace("[*]", string.Empty, StringComparison.Ordinal).Replace("[]", string.Empty, StringComparison.Ordinal).Split('.');
        if (names[0] == "$")
        {
            names = names[1..];
        }

        return names.Length > 0 && names.All(name => name.Length > 0)
            ? new FieldPath(text.Trim(), names)
            : throw new ArgumentException($"'{text}' is no path of a field such as input.email.", nameof(text));
    }

    /// <summary>Whether a path ends with this one.</summary>
    public bool IsEndOf(IReadOnlyList<string> path) => path.Count >= _names.Length && Same(path, path.Count - _names.Length);

    /// <summary>Whether a path is this one.</summary>
    public bool Is(IReadOnlyList<string> path) => path.Count == _names.Length && Same(path, 0);

    private bool Same(IReadOnlyList<string> path, int from)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i] != "*" && !_names[i].Equals(path[from + i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
