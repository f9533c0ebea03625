namespace Opper;

/// <summary>How far <c>AddManyAsync</c> has come.</summary>
/// <param name="Added">How many documents were added.</param>
/// <param name="Failed">How many could not be added.</param>
/// <param name="Skipped">How many were left out.</param>
public readonly record struct AddManyProgress(long Added, long Failed, long Skipped)
{
    /// <summary>How many documents are done with, one way or the other.</summary>
    public long Total => Added + Failed + Skipped;
}
