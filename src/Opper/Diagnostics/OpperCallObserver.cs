namespace Opper;

/// <summary>
/// Sees the calls of models (task calls, functions, chats and embeddings, whole or streamed) that are made while it is ambient, and may refuse one before it is sent.
/// Where none is ambient, calls cost nothing more. Its methods may be called by several threads at once.
/// </summary>
public abstract class OpperCallObserver
{
    /// <summary>Whether a 429 is thrown at once instead of being waited for, because the owner of the observer waits itself. Default: <see langword="false"/>, the client's retries stay.</summary>
    public virtual bool HandlesRateLimits => false;

    /// <summary>Makes the observer ambient for the calls that follow in this asynchronous flow, besides those that already are.</summary>
    /// <returns>What ends it when it is disposed.</returns>
    public IDisposable Observe() => new OpperCallScope(this);

    /// <summary>A call is about to be sent. What this throws reaches the caller, and nothing is sent.</summary>
    /// <param name="request">The body of the request, such as a <see cref="CallRequest"/>, <see cref="CallFunctionRequest"/>, <see cref="ChatCompletionRequest"/> or <see cref="CreateEmbeddingRequest"/>.</param>
    /// <returns>What <see cref="OnEnded"/> is given for the same call.</returns>
    protected internal virtual object? OnStarting(object? request) => null;

    /// <summary>A call has ended: its answer is there, its stream was left, or it failed.</summary>
    /// <param name="state">What <see cref="OnStarting"/> gave.</param>
    /// <param name="usage">What the answer says of itself.</param>
    protected internal abstract void OnEnded(object? state, OpperCallUsage usage);
}
