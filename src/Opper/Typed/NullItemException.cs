namespace Opper;

/// <summary>A null in a list or a dictionary whose items are never null.</summary>
internal sealed class NullItemException(SchemaMismatch mismatch) : Exception
{
    public SchemaMismatch Mismatch { get; } = mismatch;
}
