namespace Opper.Compat;

/// <summary>The base class of translations to the compat surface.</summary>
internal abstract class CompatForm : OperationForm
{
    /// <summary>Gets the models of the request body.</summary>
    protected abstract CompatModels Models(object body);

    public sealed override int CountChoices(object body) => Models(body).Count;

    /// <summary>
    /// Whether to fall back to the next model: only after a status that rules out that this one did the work. After a timeout, a lost connection, 408 or 504
    /// it may have done and charged for it, and an invalid request would be rejected again.
    /// </summary>
    public sealed override bool ShouldFallBack(Exception exception) =>
        exception is OpperApiException api && (int)api.StatusCode is 404 or 429 or 500 or 502 or 503;

    public static NotSupportedException NoCounterpart(string field, string way) =>
        new($"{field} has no counterpart on the compat surface. {way} Or send it with {nameof(RequestOptions)}.{nameof(RequestOptions.Surface)} "
            + $"= {nameof(OpperSurface)}.{nameof(OpperSurface.TaskCalls)}.");
}
