using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Opper.Conventions;

public sealed class DocumentationTests
{
    private static readonly Dictionary<string, XElement> Entries = XDocument.Load(Path.ChangeExtension(typeof(OpperClient).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    private static readonly List<ISymbol> Surface = Load();

    [Test]
    public void The_documentation_tests_find_all_public_members() =>
        Assert.That(Surface, Has.Count.GreaterThan(1000), "Types and members of the library that the rules below look at.");

    [Test]
    public void Everything_public_is_documented() => Rule.Holds(
        "Every public type and member of Opper has an XML doc comment.",
        Surface.Where(symbol => Entry(symbol) is null).Select(Text));

    [Test]
    public void No_summary_is_empty() => Rule.Holds(
        "Every doc comment of Opper has a summary that is not empty, or inherits one.",
        from symbol in Surface
        let entry = Entry(symbol)
        where entry is not null && entry.Element("inheritdoc") is null && !HasWords(entry.Element("summary"))
        select Text(symbol));

    [Test]
    public void Every_parameter_is_documented() => Rule.Holds(
        "The doc comment of a public method or constructor of Opper describes every parameter and type parameter.",
        from method in Surface.OfType<IMethodSymbol>()
        where method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor
        let entry = Entry(method)
        where entry is not null && entry.Element("inheritdoc") is null
        from part in method.Parameters.Select(parameter => (Kind: "param", parameter.Name))
            .Concat(method.TypeParameters.Select(parameter => (Kind: "typeparam", parameter.Name)))
        where !entry.Elements(part.Kind).Any(element => (string?)element.Attribute("name") == part.Name && HasWords(element))
        select $"{Text(method)}: {part.Name}");

    [Test]
    public void Every_result_is_documented() => Rule.Holds(
        "The doc comment of a public method of Opper with a return value has <returns>.",
        from method in Surface.OfType<IMethodSymbol>()
        where method.MethodKind == MethodKind.Ordinary && !method.ReturnsVoid
        let entry = Entry(method)
        where entry is not null && entry.Element("inheritdoc") is null && !HasWords(entry.Element("returns"))
        select Text(method));

    [Test]
    public void Every_operation_documents_its_endpoint_and_exceptions() => Rule.Holds(
        "The doc comment of an operation's method names its endpoint as METHOD path, and the exceptions.",
        from operation in Contract.Operations
        from method in Surface.OfType<IMethodSymbol>()
        where method.ContainingType.Name == operation.Resource + "Client" && method.Name == operation.Verb + "Async" && !method.IsGenericMethod
        let entry = Entry(method)
        // An overload that inherits documentation has that of the other overload.
        where entry is not null && !entry.Elements("inheritdoc").Any()
            && (!entry.Value.Contains($"{operation.Method} {operation.Path}", StringComparison.Ordinal) || !entry.Elements("exception").Any())
        select Text(method));

    [Test]
    public void Every_cref_resolves() => Rule.Holds(
        "Every cref in the doc comments of Opper was resolved by the compiler.",
        from entry in Entries
        from cref in entry.Value.Descendants().Attributes("cref")
        where cref.Value.StartsWith("!:", StringComparison.Ordinal)
        select $"{entry.Key}: {cref.Value}");

    private static XElement? Entry(ISymbol symbol) => Entries.GetValueOrDefault(symbol.GetDocumentationCommentId()!);

    private static bool HasWords(XElement? element) => element is not null && (!string.IsNullOrWhiteSpace(element.Value) || element.HasElements);

    private static string Text(ISymbol symbol) => symbol.GetDocumentationCommentId()!;

    private static List<ISymbol> Load()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)).ToList();
        var library = platform.Single(reference => Path.GetFileName(reference.FilePath) == "Opper.dll");
        var assembly = (IAssemblySymbol)CSharpCompilation.Create("surface", references: platform).GetAssemblyOrModuleSymbol(library)!;
        return Types(assembly.GlobalNamespace).SelectMany(type => type.GetMembers().Where(IsSeen).Prepend(type)).ToList();
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Types(inner),
            INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public or Accessibility.Protected } type => Types(type).Prepend(type),
            _ => [],
        });

    // A constructor without parameters cannot be distinguished from that of the compiler.
    private static bool IsSeen(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && symbol is not INamedTypeSymbol
        && symbol is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove }
        && symbol is not IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 };
}
