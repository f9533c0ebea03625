using System.Text.RegularExpressions;

namespace Opper.Conventions;

public sealed partial class SourceTests
{
    // Split, because this file is checked too.
    private const string Mark = "<auto-" + "generated";

    [Test]
    public void No_generated_code_is_committed() => Rule.Holds(
        "No file under src or tests is marked as generated: generated code lives in obj.",
        Files("*.*").Where(file => File.ReadAllText(Path.Combine(Repository.Root, file)).Contains(Mark, StringComparison.OrdinalIgnoreCase)));

    [Test]
    public void No_generated_file_is_outside_obj() => Rule.Holds(
        "No *.g.cs is outside obj.",
        Files("*.g.cs"));

    [Test]
    public void The_library_uses_its_own_serializer_only() => Rule.Holds(
        "No source of the library calls JsonConvert or a serializer with the host's defaults.",
        from file in Repository.Files("src/Opper", "*.cs")
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Select((text, index) => (Text: text.Trim(), Number: index + 1))
        where !line.Text.StartsWith("//", StringComparison.Ordinal)
        where HostSerializer().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text}");

    // ToObject and FromObject without a serializer use that of the host.
    [GeneratedRegex(@"\bJsonConvert\.|\bCreateDefault\(|\bToObject(<[^>]*>)?\(\s*\)|\bFromObject\([^,]*\)\s*[;,)]|new JsonSerializer\(\)")]
    private static partial Regex HostSerializer();

    private static IEnumerable<string> Files(string pattern) => Repository.Files("src", pattern).Concat(Repository.Files("tests", pattern));
}
