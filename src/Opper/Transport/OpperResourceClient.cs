namespace Opper;

/// <summary>The base of the resource clients: each describes its requests and hands them to one pipeline.</summary>
public abstract class OpperResourceClient
{
    private readonly OpperPipeline? _pipeline;

    private protected OpperResourceClient(OpperPipeline? pipeline) => _pipeline = pipeline;

    private protected OpperPipeline Pipeline
        => _pipeline ?? throw new NotSupportedException($"This {GetType().Name} was made without a connection, for mocking: override the member that is called.");

    /// <summary>How many pages of a list are fetched at once. A mock whose <c>ListAsync</c> is overridden is asked one by one.</summary>
    private protected int MaxPagesInFlight => _pipeline?.Options.MaxPagesInFlight ?? 1;
}
