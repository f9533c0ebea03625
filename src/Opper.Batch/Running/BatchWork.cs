namespace Opper.Batch.Running;

/// <summary>The work that is done for each row.</summary>
internal abstract class BatchWork<TIn, TOut>
{
    /// <summary>The name of runs without a configured name.</summary>
    public abstract string Name { get; }

    /// <summary>What identifies a row in addition to the fingerprint, serialized as JSON.</summary>
    public virtual object? KeyOf(TIn input) => input;

    /// <summary>Loads what a run needs before its first row.</summary>
    public abstract ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The JSON Schema of the responses, as it is sent with requests.</summary>
    protected static string SchemaText => typeof(TOut) == typeof(string) ? "text" : OpperSchema.For<TOut>().ToString();
}
