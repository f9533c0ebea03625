namespace Opper.Conventions;

/// <summary>How source is laid out, as far as no analyzer holds it.</summary>
public sealed class DialectTests
{
    private const int MaxColumns = 160;

    private static string[] Folders => ["src/Opper.Emulator", "src/Opper.Emulator.Tool"];

    [TestCaseSource(nameof(Folders))]
    public void Lines_fit_on_a_screen(string folder) => Rule.Holds(
        $"No line of {folder} is longer than {MaxColumns} columns.",
        Lines(folder).Where(line => line.Text.Length > MaxColumns).Select(line => $"{line.Place}: {line.Text.Length} columns"));

    [TestCaseSource(nameof(Folders))]
    public void An_arrow_ends_its_line(string folder) => Rule.Holds(
        $"No line of {folder} begins with =>: an expression that does not fit beside it goes on the next line, after the arrow.",
        Lines(folder).Where(line => line.Text.TrimStart().StartsWith("=>", StringComparison.Ordinal)).Select(line => line.Place));

    private static IEnumerable<(string Place, string Text)> Lines(string folder) =>
        from file in Repository.Files(folder, "*.cs")
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        select ($"{file}:{line.Index + 1}", line.Item);
}
