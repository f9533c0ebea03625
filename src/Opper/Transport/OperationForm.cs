namespace Opper;

/// <summary>Translates an operation to another endpoint: the request that is sent there, and its response to the operation's own format.</summary>
internal abstract class OperationForm
{
    /// <summary>The number of models to try, with one request each.</summary>
    /// <exception cref="NotSupportedException">A member is set that the endpoint does not support.</exception>
    public abstract int CountChoices(object body);

    /// <summary>Creates the request for one of the models.</summary>
    /// <exception cref="NotSupportedException">A member is set that the endpoint does not support.</exception>
    public abstract FormedRequest Write(object body, int choice, OpperClientOptions options);

    /// <summary>Whether the next model is tried after a failure.</summary>
    public abstract bool MovesOn(Exception exception);

    /// <summary>Translates a complete response to the operation's own format.</summary>
    /// <returns>The response, or <see langword="null"/> if it has that format already.</returns>
    public virtual PooledBytes? Read(TransportResponse response, OpperRequest request) => null;
}
