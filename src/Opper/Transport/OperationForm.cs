namespace Opper;

/// <summary>How an operation goes over an endpoint that is not its own: what is sent there, and how its answer is brought back into the operation's own form.</summary>
internal abstract class OperationForm
{
    /// <summary>How many models there are to ask, one request each.</summary>
    /// <exception cref="NotSupportedException">The endpoint has no counterpart for something that is set.</exception>
    public abstract int CountChoices(object body);

    /// <summary>Makes the request for one of the models.</summary>
    /// <exception cref="NotSupportedException">The endpoint has no counterpart for something that is set.</exception>
    public abstract FormedRequest Write(object body, int choice, OpperClientOptions options);

    /// <summary>Whether the next model is asked after a failure.</summary>
    public abstract bool MovesOn(Exception exception);

    /// <summary>Writes a whole answer in the operation's own form.</summary>
    /// <returns>The answer, or <see langword="null"/> where it has that form already.</returns>
    public virtual PooledBytes? Read(TransportResponse response, OpperRequest request) => null;
}
