using Opper.Emulator.Calls;

namespace Opper.Emulator.Completions;

/// <summary>Something that can answer calls.</summary>
internal interface ICompletionSource
{
    /// <summary>Null leaves the call to the next source.</summary>
    ValueTask<Completion?> CompleteAsync(CallSpecification call, CancellationToken cancellationToken);
}
