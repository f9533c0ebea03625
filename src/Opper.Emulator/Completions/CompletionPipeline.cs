namespace Opper.Emulator.Completions;

/// <summary>Asks the sources in order and returns the first output. If a model fails, falls back to the next one of the call.</summary>
internal sealed class CompletionPipeline(IReadOnlyList<ICompletionSource> sources)
{
    public async Task<(CallSpecification Call, Completion Completion)> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        for (var rest = call; ; rest = rest with { Models = [.. rest.Models.Skip(1)] })
        {
            try
            {
                return (rest, await AskAsync(rest, streamed, cancellationToken).ConfigureAwait(false));
            }
            catch (ApiException error) when (rest.Models.Count > 1 && error.Status is 429 or >= 500)
            {
                // Fall back to the next model.
            }
        }
    }

    private async Task<Completion> AskAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.CompleteAsync(call, streamed, cancellationToken).ConfigureAwait(false) is { } completion)
            {
                return completion;
            }
        }

        throw ApiException.Server($"No completion source can complete calls of {call.Name}");
    }
}
