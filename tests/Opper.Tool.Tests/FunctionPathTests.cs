using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Functions have different files on all systems, and are pushed from them with their names.</summary>
public sealed partial class FunctionPathTests : ToolTest
{
    private static readonly Gen<string> Segments = Gen.OneOf(
        Gen.OneOf("greet", "Greet", "GREET", ".draft", "_.draft", "_draft", "draft.", "draft", "con", "CON", "Con.txt", "_con", "com1", "nul.x", "a.yaml", "a",
            "A.YML", "b.yml", "...", "a..", "-", "_", "a-b", new string('n', 100), new string('n', 101), new string('N', 100)),
        Gen.String[Gen.OneOf('a', 'b', 'A', 'B', '0', '.', '-', '_'), 1, 5]);

    private static readonly Gen<string> Names = Gen.Frequency((3, Segments), (2, Segments.Array[2, 4].Select(parts => string.Join('/', parts))),
            (1, Segments.Array[12, 14].Select(parts => string.Join('/', parts))))
        .Where(name => name.Split('/').All(part => !string.IsNullOrWhiteSpace(part) && part is not ("." or "..")));

    [Test]
    public async Task Different_functions_have_different_files_and_are_pushed_from_them()
    {
        var run = 0;
        await Names.Array[2, 30].SampleAsync(async generated =>
        {
            var (names, folder) = (generated.Distinct(StringComparer.Ordinal).ToList(), PathOf($"functions{Interlocked.Increment(ref run)}"));
            await DeleteAllAsync();
            foreach (var name in names)
            {
                await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = $"Reply to {name}." });
            }

            (await RunAsync("functions", "pull", "-d", folder)).Ends(0);

            var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).ToList();
            Assert.That(paths, Has.Count.EqualTo(names.Count));
            Assert.That(paths.SelectMany(Prefixes).Distinct(StringComparer.Ordinal).Where(path => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
                .Select(path => path.ToUpperInvariant()), Is.Unique);
            Assert.That(paths.SelectMany(path => path.Split('/')), Has.All.Matches<string>(part => !OnNoSystem().IsMatch(part!)));
            Assert.That(paths, Has.All.Matches<string>(path => Encoding.UTF8.GetByteCount(path!) < 200));

            Assert.That((await RunAsync("functions", "diff", "-d", folder)).Ends(0).Out, Is.Empty);
            await DeleteAllAsync();
            (await RunAsync("functions", "push", "-d", folder, "--force")).Ends(0);
            Assert.That((await AllAsync()).Select(pushed => pushed.Name), Is.EquivalentTo(names));
        }, iter: 15, threads: 1);
    }

    [TestCase("support/triage", "support/triage.yaml")]
    [TestCase("a.b_c-d2", "a.b_c-d2.yaml")]
    [TestCase("Greet", "Greet~074eaa6c517f.yaml")]
    [TestCase(".draft", "_draft~891eb3769ecd.yaml")]
    public async Task The_path_follows_from_the_name(string name, string path)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "x" });
        (await RunAsync("functions", "pull", "-d", PathOf("functions"))).Ends(0);

        var files = Directory.EnumerateFiles(PathOf("functions"), "*", SearchOption.AllDirectories);
        Assert.That(files.Select(file => Path.GetRelativePath(PathOf("functions"), file)), Is.EqualTo(new[] { path }));
    }

    private async Task<List<FunctionSummary>> AllAsync() => await Opper.Functions.ListAllAsync().ToListAsync();

    private async Task DeleteAllAsync()
    {
        foreach (var function in await AllAsync())
        {
            await Opper.Functions.DeleteAsync(function.Id);
        }
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }

        yield return path;
    }

    // Hidden, not allowed, or a device on Windows.
    [GeneratedRegex(@"^[. ]|[. ]\z|[\x00-\x1F\\:*?""<>|]|^(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex OnNoSystem();
}
