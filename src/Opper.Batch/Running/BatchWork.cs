namespace Opper.Batch.Running;

/// <summary>What is called for each row.</summary>
internal abstract class BatchWork<TIn, TOut>
{
    /// <summary>How runs are named that have no name of their own.</summary>
    public abstract string Name { get; }

    /// <summary>What identifies a row besides the fingerprint of the work: all that is written of it as JSON.</summary>
    public virtual object? KeyOf(TIn input) => input;

    /// <summary>Looks up what a run needs to know before its first row.</summary>
    public abstract ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The JSON Schema of the answers as it goes out with requests.</summary>
    protected static string SchemaText => typeof(TOut) == typeof(string) ? "text" : OpperSchema.For<TOut>().ToString();
}
