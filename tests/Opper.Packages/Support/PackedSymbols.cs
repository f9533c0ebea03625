using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text.Json.Nodes;

namespace Opper.Packages;

/// <summary>The symbols of an assembly: source files, their URLs, and which are embedded.</summary>
internal sealed class PackedSymbols
{
    // The kinds of custom debug information, according to the specification of portable PDBs.
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public PackedSymbols(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(pdb));
        var metadata = provider.GetMetadataReader();
        Documents = [.. metadata.Documents.Select(handle => metadata.GetString(metadata.GetDocument(handle).Name))];
        Embedded = [.. metadata.Documents.Where(handle => Blobs(metadata, handle, EmbeddedSourceKind).Any())
            .Select(handle => metadata.GetString(metadata.GetDocument(handle).Name))];
        SourceLinks = Blobs(metadata, EntityHandle.ModuleDefinition, SourceLinkKind)
            .SelectMany(blob => JsonNode.Parse(blob)!["documents"]!.AsObject())
            .ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
    }

    public IReadOnlyList<string> Documents { get; }

    public IReadOnlyList<string> Embedded { get; }

    public IReadOnlyDictionary<string, string> SourceLinks { get; }

    private static IEnumerable<byte[]> Blobs(MetadataReader metadata, EntityHandle parent, Guid kind) => metadata.GetCustomDebugInformation(parent)
        .Select(metadata.GetCustomDebugInformation)
        .Where(information => metadata.GetGuid(information.Kind) == kind)
        .Select(information => metadata.GetBlobBytes(information.Value));
}
