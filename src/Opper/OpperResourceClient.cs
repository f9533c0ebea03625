namespace Opper;

/// <summary>The base of the resource clients: each describes its requests and hands them to one pipeline.</summary>
public abstract class OpperResourceClient
{
    private readonly OpperPipeline? _pipeline;

    private protected OpperResourceClient(OpperPipeline? pipeline) => _pipeline = pipeline;

    private protected OpperPipeline Pipeline
        => _pipeline ?? throw new NotSupportedException($"This {GetType().Name} was made without a connection, for mocking: override the member that is called.");
}
