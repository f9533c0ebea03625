namespace Opper.Emulator.Completions;

/// <summary>Something that can answer calls.</summary>
internal interface ICompletionSource
{
    /// <summary>Null leaves the call to the next source; <paramref name="streamed"/> allows an answer that is still on its way.</summary>
    ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken);
}
