namespace Opper.Emulator.Completions;

/// <summary>A source of answers to calls.</summary>
internal interface ICompletionSource
{
    /// <summary>Answers a call, or returns null to pass it to the next source. <paramref name="streamed"/> allows a live answer.</summary>
    ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken);
}
