namespace Opper;

/// <summary>The requests of an operation that goes over another endpoint, one for each model that its body names.</summary>
internal sealed class ModelChain(OperationForm form, object body, OpperClientOptions options)
{
    private readonly int _count = form.CountChoices(body);
    private int _next;

    /// <summary>Makes the request for the next model.</summary>
    public FormedRequest Next() => form.Write(body, _next++, options);

    /// <summary>Whether there is another model, and it may be asked after a failure.</summary>
    public bool MovesOn(Exception exception) => _next < _count && form.MovesOn(exception);
}
