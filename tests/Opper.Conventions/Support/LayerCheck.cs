using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Conventions;

/// <summary>Finds out which folders of a project use which, by what the compiler makes of every name in it. Documentation comments do not count.</summary>
internal static class LayerCheck
{
    /// <summary>Each line that uses what is declared in a higher layer.</summary>
    public static IEnumerable<string> ArrowsUp(LayeredProject project)
    {
        var compilation = Compile(project);
        foreach (var tree in compilation.SyntaxTrees.Where(tree => FolderOf(project, tree) is not null))
        {
            var folder = FolderOf(project, tree)!;
            var layer = LayerOf(project, folder);
            if (layer < 0)
            {
                yield return $"{Shown(tree.FilePath)}: the folder {folder} is not in the table";
                continue;
            }

            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = Symbol(model, name);
                var declared = symbol?.DeclaringSyntaxReferences.Select(reference => FolderOf(project, reference.SyntaxTree)).OfType<string>().ToList();
                if (symbol is not INamespaceSymbol && declared is { Count: > 0 } && declared.Min(other => LayerOf(project, other)) > layer)
                {
                    yield return $"{Shown(tree.FilePath)}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {folder} uses {symbol!.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} of {declared[0]}";
                }
            }
        }
    }

    /// <summary>Each type whose namespace says something else than its folder.</summary>
    public static IEnumerable<string> StrayNamespaces(LayeredProject project) =>
        from tree in Compile(project).SyntaxTrees
        let folder = FolderOf(project, tree)
        where folder is not null
        from type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where type.Parent is BaseNamespaceDeclarationSyntax
        let isPublic = type.Modifiers.Any(SyntaxKind.PublicKeyword)
        let actual = ((BaseNamespaceDeclarationSyntax)type.Parent!).Name.ToString()
        let expected = folder.Length == 0 ? project.RootNamespace : $"{project.RootNamespace}.{folder.Replace('/', '.')}"
        where actual != expected && !(isPublic && actual == project.RootNamespace)
        select $"{Shown(tree.FilePath)}: {type.Identifier} is in {actual} instead of {expected}";

    private static ISymbol? Symbol(SemanticModel model, SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol switch
        {
            IAliasSymbol alias => alias.Target,
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            _ => symbol,
        };
    }

    private static CSharpCompilation Compile(LayeredProject project)
    {
        var root = Path.Combine(Repository.Root, project.Folder);
        var isBuilt = $"/obj/{Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))}/net10.0/";
        // With what builds generate, imports above all; that is in no layer.
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => file.Replace('\\', '/') is var path && !path.Contains("/bin/", StringComparison.Ordinal) && (!path.Contains("/obj/", StringComparison.Ordinal) || (path.Contains(isBuilt, StringComparison.Ordinal) && path.EndsWith(".g.cs", StringComparison.Ordinal))));
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(assembly => Path.GetFileNameWithoutExtension(assembly) != Path.GetFileName(project.Folder));
        return CSharpCompilation.Create(
            "layers",
            files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview), file)),
            assemblies.Select(assembly => MetadataReference.CreateFromFile(assembly)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The folder of a source file within the project, empty for none; null for what builds generate.</summary>
    private static string? FolderOf(LayeredProject project, SyntaxTree tree)
    {
        var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, project.Folder), tree.FilePath))!.Replace('\\', '/');
        return folder.StartsWith("obj/", StringComparison.Ordinal) ? null : folder;
    }

    private static int LayerOf(LayeredProject project, string folder)
    {
        var layers = project.Layers.ToList();
        return folder.Length == 0 ? layers.Count : layers.IndexOf(folder);
    }

    private static string Shown(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
}
