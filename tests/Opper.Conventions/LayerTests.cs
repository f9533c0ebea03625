namespace Opper.Conventions;

/// <summary>Folders are layers: code in a folder uses that folder and lower ones only.</summary>
public sealed class LayerTests
{
    private static IEnumerable<LayeredProject> Projects =>
    [
        new("src/Opper", "Opper",
        [
            "Primitives", "Json", "Errors", "Typed", "Transport", "Diagnostics", "Paging", "Streaming", "Tracing", "Calls", "Functions",
            "Knowledge", "Embeddings",
            "Chat", "Ocr", "Rerank", "Analytics", "Compat", "Diagnostics/GenAi", "", "DependencyInjection",
        ]),
        new("src/Opper.Emulator", "Opper.Emulator",
        [
            "Json", "Configuration", "Errors", "Text", "Contract", "Storage", "Search", "Http", "Inspection", "Faults", "Cassettes", "Models",
            "Analytics", "Datasets",
            "Functions", "Traces", "Knowledge", "Documents", "Files", "Embeddings", "Rerank", "Ocr", "Completions",
            "Completions/BuiltIn", "Completions/Upstream",
            "Scripting", "Calls", "Chat", "Compat", "Page", "Server", "",
        ]),
    ];

    [TestCaseSource(nameof(Projects))]
    public void A_layer_depends_only_on_lower_layers(LayeredProject project) => Rule.Holds(
        $"In {project}, code uses only its own folder and those before it in the table of {nameof(LayerTests)}; what is in no folder may use all.",
        LayerCheck.ArrowsUp(project));

    [TestCaseSource(nameof(Projects))]
    public void Namespaces_match_folders(LayeredProject project) => Rule.Holds(
        $"In {project}, internal types are in the namespace of their folder, public ones in that of the project or of their folder.",
        LayerCheck.StrayNamespaces(project));

    [Test]
    public void A_dependency_on_a_higher_layer_is_reported_with_its_line()
    {
        var folder = Directory.CreateTempSubdirectory("layers-");
        try
        {
            Write("Low/Base.cs", "using P.High;\n\nnamespace P.Low;\n\ninternal sealed class Base\n{\n    /// <summary>Not as <see "
                + "cref=\"P.High.Top\"/>.</summary>\n    public int Of(P.High.Top top) => top.Size + 1.Twice();\n}\n");
            Write("High/Top.cs", "using P.Low;\n\nnamespace P.High;\n\ninternal sealed class Top\n{\n    public int Size => new "
                + "Base().GetHashCode();\n}\n\ninternal static class Numbers\n{\n    public static int Twice(this int number) => 2 * number;\n}\n");

            var found = LayerCheck.ArrowsUp(new LayeredProject(folder.FullName, "P", ["Low", "High"])).ToList();

            Assert.That(found, Has.Count.EqualTo(3).And.All.Contains("Base.cs:8: "));
            Assert.That(string.Concat(found), Does.Contain("Top").And.Contain("Size").And.Contain("Twice"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string file, string text)
        {
            var path = Path.Combine(folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
