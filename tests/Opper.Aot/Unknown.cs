namespace Opper.Aot;

/// <summary>A type without metadata.</summary>
internal sealed class Unknown
{
    public string? Name { get; set; }
}
