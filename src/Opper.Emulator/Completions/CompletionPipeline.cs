using Opper.Emulator.Calls;
using Opper.Emulator.Http;

namespace Opper.Emulator.Completions;

/// <summary>Asks the sources in order; the first that answers wins.</summary>
internal sealed class CompletionPipeline(IReadOnlyList<ICompletionSource> sources)
{
    public async Task<Completion> CompleteAsync(CallSpecification call, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.CompleteAsync(call, cancellationToken).ConfigureAwait(false) is { } completion)
            {
                return completion;
            }
        }

        throw ApiException.Server($"No completion source answers calls of {call.Name}");
    }
}
