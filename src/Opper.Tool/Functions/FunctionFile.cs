using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using Opper.Batch.Formats;
using Opper.Tool.Streams;
using Opper.Tool.Yaml;

namespace Opper.Tool.Functions;

/// <summary>A function as a file: its definition, and the revision it is based on.</summary>
internal sealed class FunctionFile
{
    private const string RevisionField = "revision";

    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    private readonly string _text;
    private readonly (int Start, int End)? _revisionPlace;

    private FunctionFile(string path, string text)
    {
        (Path, _text) = (path, text);
        (int, int)? place = null;
        var json = YamlJson.Read(text, path, (key, value) => place = key == RevisionField ? ((int)value.Start.Index, (int)value.End.Index) : place);
        _revisionPlace = place;
        Check(json);
        Definition = new FunctionDefinition(json);
        if (!FunctionPath.IsValid(Definition.Name))
        {
            throw new UsageException($"{Path}: the name '{Definition.Name}' has an empty part, '.' or '..' between its slashes.");
        }

        Revision = json.TryGetProperty(RevisionField, out var revision) ? revision.GetString() : null;
    }

    public string Path { get; }

    /// <summary>The ID of the revision that the file was pulled from or pushed as; none for a new function.</summary>
    public string? Revision { get; }

    public FunctionDefinition Definition { get; }

    // A pipe would block.
    public static FunctionFile Read(string path) => InputFile.MayBePipe(path)
        ? throw new UsageException($"{path} is empty or not a regular file.")
        : new FunctionFile(path, Utf8Text.ReadFile(path));

    /// <summary>All files under a folder.</summary>
    public static IReadOnlyList<FunctionFile> ReadAll(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'; create it with 'dotnet opper functions pull'.");
        }

        var files = Paths(folder).Order(StringComparer.Ordinal).Select(Read).ToList();
        return files.GroupBy(file => file.Definition.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new UsageException($"The function '{twice.Key}' is defined in two files: {string.Join(", ", twice.Select(file => file.Path))}.")
            : files;
    }

    // Links to folders are not followed, because they can form a cycle.
    private static FileSystemEnumerable<string> Paths(string folder) =>
        new(folder, static (ref FileSystemEntry entry) => entry.ToFullPath(), Recursive)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) =>
                !entry.IsDirectory && System.IO.Path.GetExtension(entry.FileName) is FunctionPath.Extension or FunctionPath.OtherExtension,
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>The text of a new file.</summary>
    public static string Render(FunctionDefinition definition, string? revision)
    {
        var text = new StringBuilder(definition.ToYaml());
        if (revision is not null)
        {
            text.Append(RevisionField).Append(": ").Append(Quote(revision)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Replaces the revision in the file and preserves everything else, including comments.</summary>
    public void SaveRevision(string? revision)
    {
        if (revision is null || revision == Revision)
        {
            return;
        }

        var line = _text.Length == 0 || _text.EndsWith('\n') ? string.Empty : "\n";
        var text = _revisionPlace is { } place
            ? $"{_text[..place.Start]}{Quote(revision)}{_text[place.End..]}"
            : $"{_text}{line}{RevisionField}: {Quote(revision)}\n";
        Save(Path, Says(text, revision) ? text : Render(Definition, revision));
    }

    // A line cannot be appended if the fields are in flow style, for example.
    private bool Says(string text, string revision)
    {
        try
        {
            var file = new FunctionFile(Path, text);
            return file.Revision == revision && file.Definition.IsSameAs(Definition);
        }
        catch (UsageException)
        {
            return false;
        }
    }

    public static void Save(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        ReplacedFile.Write(path, text);
    }

    // A UUID can look like a number, such as 1234e567.
    private static string Quote(string revision) => JsonSerializer.Serialize(revision);

    private void Check(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{Path}: the file of a function has fields such as 'name: greet'.");
        }

        foreach (var field in json.EnumerateObject())
        {
            if (field.Name != RevisionField && !FunctionDefinition.Fields.Contains(field.Name))
            {
                throw new UsageException(
                    $"{Path}: there is no field '{field.Name}'; there are {string.Join(", ", FunctionDefinition.Fields)} and {RevisionField}.");
            }

            var kind = field.Value.ValueKind;
            var isRight = field.Name switch
            {
                "name" => kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(field.Value.GetString()),
                "instructions" => kind == JsonValueKind.String,
                "description" or RevisionField => kind is JsonValueKind.String or JsonValueKind.Null,
                "model" => kind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False),
                _ => kind is JsonValueKind.Object or JsonValueKind.Null,
            };
            if (!isRight)
            {
                throw new UsageException(
                    $"{Path}: '{field.Name}' cannot be {(kind == JsonValueKind.String ? "blank text" : kind.ToString().ToLowerInvariant())}.");
            }
        }

        foreach (var field in (ReadOnlySpan<string>)["name", "instructions"])
        {
            if (!json.TryGetProperty(field, out _))
            {
                throw new UsageException($"{Path}: '{field}' is missing.");
            }
        }
    }
}
