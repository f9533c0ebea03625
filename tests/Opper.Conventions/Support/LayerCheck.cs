using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Conventions;

/// <summary>Determines the dependencies between the folders of a project, by binding every name with the compiler. Ignores documentation.</summary>
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
                    yield return ($"{Shown(tree.FilePath)}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {folder} "
                        + $"uses {symbol!.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} of {declared[0]}");
                }
            }
        }
    }

    /// <summary>Each type whose namespace differs from its folder. All parts of a type are where one of them is declared; extensions of another
    /// library may be in its namespace.</summary>
    public static IEnumerable<string> StrayNamespaces(LayeredProject project)
    {
        var types = (from tree in Compile(project).SyntaxTrees
                     let folder = FolderOf(project, tree)
                     where folder is not null
                     from type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
                     where type.Parent is BaseNamespaceDeclarationSyntax
                     let isPublic = type.Modifiers.Any(SyntaxKind.PublicKeyword)
                     let actual = ((BaseNamespaceDeclarationSyntax)type.Parent!).Name.ToString()
                     where actual == project.RootNamespace || actual.StartsWith(project.RootNamespace + ".", StringComparison.Ordinal)
                     let expected = NameOf(project, folder) is { Length: > 0 } layer
                         ? $"{project.RootNamespace}.{layer.Replace('/', '.')}"
                         : project.RootNamespace
                     select (Type: type, Name: $"{actual}.{type.Identifier}", Fits: actual == expected || (isPublic && actual == project.RootNamespace),
                         Expected: expected)).ToList();
        var fitting = types.Where(type => type.Fits).Select(type => type.Name).ToHashSet();
        return types
            .Where(type => !type.Fits && !(type.Type.Modifiers.Any(SyntaxKind.PartialKeyword) && fitting.Contains(type.Name)))
            .Select(type => $"{Shown(type.Type.SyntaxTree.FilePath)}: {type.Name} belongs to {type.Expected}");
    }

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

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default
        .WithLanguageVersion(LanguageVersion.Preview)
        .WithPreprocessorSymbols("NET", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER");

    private static CSharpCompilation Compile(LayeredProject project)
    {
        var root = Path.Combine(Repository.Root, project.Folder);
        var isBuilt = $"/obj/{Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))}/net10.0/";
        // Including generated code, mainly imports, which is in no layer.
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => file.Replace('\\', '/') is var path && !path.Contains("/bin/", StringComparison.Ordinal)
                && (!path.Contains("/obj/", StringComparison.Ordinal)
                    || (path.Contains(isBuilt, StringComparison.Ordinal) && path.EndsWith(".g.cs", StringComparison.Ordinal))));
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(assembly => Path.GetFileNameWithoutExtension(assembly) != Path.GetFileName(project.Folder));
        return CSharpCompilation.Create(
            "layers",
            files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Parsing, file)),
            assemblies.Select(assembly => MetadataReference.CreateFromFile(assembly)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The folder of a source file within the project, empty for the root; null for generated files.</summary>
    private static string? FolderOf(LayeredProject project, SyntaxTree tree)
    {
        var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, project.Folder), tree.FilePath))!.Replace('\\', '/');
        return folder.StartsWith("obj/", StringComparison.Ordinal) ? null : folder;
    }

    private static int LayerOf(LayeredProject project, string folder) => project.Layers.ToList().IndexOf(NameOf(project, folder) ?? "?");

    /// <summary>The layer of a folder: its own, or that of the parent folder.</summary>
    private static string? NameOf(LayeredProject project, string? folder)
    {
        while (folder is { Length: > 0 } && !project.Layers.Contains(folder))
        {
            folder = Path.GetDirectoryName(folder)!.Replace('\\', '/') is { Length: > 0 } outer ? outer : null;
        }

        return folder;
    }

    private static string Shown(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
}
