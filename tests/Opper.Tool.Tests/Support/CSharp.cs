using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Opper.Tool.Tests;

/// <summary>Compiles the output of the command, with warnings as errors and the implicit usings of a new project.</summary>
internal static class CSharp
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))];

    public static Assembly Compile(string code)
    {
        var compilation = CSharpCompilation.Create(
            $"Types{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Usings)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.That(compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning && problem.Id is not ("CS1701" or "CS1702")),
            Is.Empty, code);
        using var image = new MemoryStream();
        Assert.That(compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }
}
