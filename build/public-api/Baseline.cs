using System.Runtime.Loader;
using PublicApiGenerator;

namespace Opper.PublicApi;

/// <summary>The reviewed public API of an assembly, and the one it has.</summary>
internal sealed class Baseline
{
    private const int Shown = 5;

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        // Extensions live where their users look for them; the generator leaves such namespaces out unless told.
        DenyNamespacePrefixes = [],
        ExcludeAttributes =
        [
            "System.CodeDom.Compiler.GeneratedCodeAttribute", "Newtonsoft.Json.JsonPropertyAttribute", "Newtonsoft.Json.JsonConverterAttribute",
            "Newtonsoft.Json.JsonIgnoreAttribute",
            // These are not there for netstandard2.0.
            "System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute", "System.Diagnostics.CodeAnalysis.RequiresDynamicCodeAttribute",
            "System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembersAttribute", "System.Runtime.CompilerServices.CollectionBuilderAttribute",
            "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
            // The compiler numbers what it names.
            "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute",
        ],
    };

    private readonly string _assembly;
    private readonly string _file;
    private readonly string _actual;

    public Baseline(string folder, string assembly)
    {
        _assembly = assembly;
        _file = Path.Combine(folder, Path.GetFileNameWithoutExtension(assembly) + ".txt");
        // A context of its own: one assembly may come for several target frameworks.
        _actual = new AssemblyLoadContext(assembly).LoadFromAssemblyPath(Path.GetFullPath(assembly)).GeneratePublicApi(Options).ReplaceLineEndings("\n");
    }

    public void Update() => File.WriteAllText(_file, _actual);

    /// <summary>What differs, and what to do about it; null for nothing.</summary>
    public string? Error()
    {
        var expected = File.Exists(_file) ? File.ReadAllText(_file).ReplaceLineEndings("\n") : string.Empty;
        if (_actual == expected)
        {
            return null;
        }

        var (now, before) = (ApiLine.Read(_actual), ApiLine.Read(expected));
        var differences = now.Except(before).Select(line => $"+ {line}").Concat(before.Except(now).Select(line => $"- {line}")).ToList();
        var shown = string.Join("; ", differences.Take(Shown)) + (differences.Count > Shown ? $"; and {differences.Count - Shown} more" : string.Empty);
        return $"The public API of {Path.GetFileName(_assembly)} differs from build/public-api/{Path.GetFileName(_file)}. If that is meant, "
            + $"run 'dotnet build build/public-api -p:UpdatePublicApi=true' and commit the file for review. {shown}";
    }
}
