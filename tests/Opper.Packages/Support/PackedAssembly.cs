using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Opper.Packages;

/// <summary>The metadata of an assembly.</summary>
internal sealed class PackedAssembly(byte[] image)
{
    public IReadOnlyList<string> References =>
        Read(metadata => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList());

    public string PublicKeyToken => Convert.ToHexStringLower(Name.GetPublicKeyToken() ?? []);

    public bool IsDeterministic => Open().ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);

    /// <summary>Where the compiler says it wrote the symbols.</summary>
    public string SymbolPath
    {
        get
        {
            using var file = Open();
            return file.ReadCodeViewDebugDirectoryData(file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView)).Path;
        }
    }

    private AssemblyName Name => Read(metadata => metadata.GetAssemblyDefinition().GetAssemblyName());

    private PEReader Open() => new(ImmutableArray.Create(image));

    private T Read<T>(Func<MetadataReader, T> read)
    {
        using var file = Open();
        return read(file.GetMetadataReader());
    }
}
