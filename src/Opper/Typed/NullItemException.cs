namespace Opper;

/// <summary>A null in a list or dictionary of non-nullable items.</summary>
internal sealed class NullItemException(SchemaMismatch mismatch) : Exception
{
    public SchemaMismatch Mismatch { get; } = mismatch;
}
