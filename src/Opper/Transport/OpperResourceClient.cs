namespace Opper;

/// <summary>The base class of the resource clients.</summary>
public abstract class OpperResourceClient
{
    private readonly OpperPipeline? _pipeline;

    private protected OpperResourceClient(OpperPipeline? pipeline) => _pipeline = pipeline;

    private protected OpperPipeline Pipeline =>
        _pipeline
            ?? throw new NotSupportedException($"This {GetType().Name} was created for mocking and has no connection; override the member that is called.");

    /// <summary>The maximum number of pages to fetch concurrently; 1 for mocks, whose <c>ListAsync</c> is overridden.</summary>
    private protected int MaxPagesInFlight => _pipeline?.Options.MaxPagesInFlight ?? 1;
}
