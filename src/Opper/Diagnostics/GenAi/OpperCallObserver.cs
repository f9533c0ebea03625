namespace Opper;

/// <summary>
/// Observes the model calls (task calls, functions, chats and embeddings, buffered or streamed) of an asynchronous control flow, and can reject a call before
/// it is sent. Its methods can be called concurrently.
/// </summary>
public abstract class OpperCallObserver
{
    /// <summary>Whether 429 responses are thrown immediately instead of being retried by the client. Default: <see langword="false"/>.</summary>
    public virtual bool HandlesRateLimits => false;

    /// <summary>Activates the observer for subsequent calls in this asynchronous control flow, in addition to those already active.</summary>
    /// <returns>An object that deactivates the observer when it is disposed.</returns>
    public IDisposable Observe() => new OpperCallScope(this);

    /// <summary>Called before a call is sent. If it throws, the call is not sent and the exception is passed to the caller.</summary>
    /// <param name="request">The request body, such as a <see cref="CallRequest"/> or <see cref="ChatCompletionRequest"/>.</param>
    /// <returns>The state to pass to <see cref="OnEnded"/>.</returns>
    protected internal virtual object? OnStarting(object? request) => null;

    /// <summary>Called when a call has completed or failed, or the enumeration of its stream has ended.</summary>
    /// <param name="state">The state returned by <see cref="OnStarting"/>.</param>
    /// <param name="usage">The usage of the call.</param>
    protected internal abstract void OnEnded(object? state, OpperCallUsage usage);
}
