namespace Opper.Conventions;

/// <summary>A project whose folders are layers, from the lowest to the highest.</summary>
public sealed record LayeredProject(string Folder, string RootNamespace, IReadOnlyList<string> Layers)
{
    public override string ToString() => Folder;
}
