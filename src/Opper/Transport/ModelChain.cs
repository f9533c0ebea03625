namespace Opper;

/// <summary>The requests of an operation that is translated to another endpoint: one for each model in its list of fallbacks.</summary>
internal sealed class ModelChain(OperationForm form, object body, OpperClientOptions options)
{
    private readonly int _count = form.CountChoices(body);
    private int _next;

    /// <summary>Creates the request for the next model.</summary>
    public FormedRequest Next() => form.Write(body, _next++, options);

    /// <summary>Whether there is another model, and the failure allows to fall back to it.</summary>
    public bool MovesOn(Exception exception) => _next < _count && form.MovesOn(exception);
}
