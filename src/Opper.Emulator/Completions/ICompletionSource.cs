namespace Opper.Emulator.Completions;

/// <summary>A source of outputs for calls.</summary>
internal interface ICompletionSource
{
    /// <summary>Completes a call, or returns null to pass it to the next source. <paramref name="streamed"/> allows a streamed output.</summary>
    ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken);
}
