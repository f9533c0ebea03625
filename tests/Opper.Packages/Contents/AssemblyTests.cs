using System.Text;
using System.Text.RegularExpressions;

namespace Opper.Packages.Contents;

/// <summary>The assemblies of the packages, and their symbols.</summary>
[TestFixtureSource(typeof(Packed), nameof(Packed.Fixtures))]
public sealed class AssemblyTests(string package, string path)
{
    private PackedAssembly Assembly => Packed.Open(package).Assembly(path);

    private PackedSymbols Symbols => new(Packed.Open(package, "snupkg").Read(Path.ChangeExtension(path, ".pdb")));

    [Test]
    public void Assemblies_are_strong_named() =>
        Assert.That(Assembly.PublicKeyToken, Is.EqualTo(Packed.Open("Opper").Assembly("lib/net10.0/Opper.dll").PublicKeyToken).And.Length.EqualTo(16));

    [Test]
    public void Assemblies_are_deterministic_and_contain_no_local_paths()
    {
        Assert.That(Assembly.IsDeterministic);
        Assert.That(Assembly.SymbolPath, Does.StartWith("/_/"));
        Assert.That(Symbols.Documents, Has.All.StartWith("/_/"));
    }

    [Test]
    public void Every_source_file_is_available_by_SourceLink_or_embedded_in_the_symbols()
    {
        var symbols = Symbols;
        var (place, address) = symbols.SourceLinks.Single();

        Assert.That(address, Does.Match("^https://raw.githubusercontent.com/example/opper-dotnet/[0-9a-f]{40}/\\*$"));
        Assert.That(symbols.Documents, Is.Not.Empty);
        Assert.That(symbols.Documents.Except(symbols.Embedded), Has.All.StartWith(place.TrimEnd('*')));
        Assert.That(symbols.Documents.Except(symbols.Embedded).Where(document => document.Contains("/obj/", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_public_type_has_XML_documentation() =>
        Assert.That(Regex.Count(Encoding.UTF8.GetString(Packed.Open(package).Read(Path.ChangeExtension(path, ".xml"))), "<member name=\"T:"),
            Is.GreaterThan(1));
}
