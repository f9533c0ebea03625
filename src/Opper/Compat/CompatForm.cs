namespace Opper;

/// <summary>What the operations have in common that go over the compat surface.</summary>
internal abstract class CompatForm : OperationForm
{
    /// <summary>The models that the body names.</summary>
    protected abstract CompatModels Models(object body);

    public sealed override int CountChoices(object body) => Models(body).Count;

    /// <summary>
    /// Whether the next model is asked: after an answer which says that this one has not done the work. After silence, a lost connection, 408 or 504 it may have,
    /// and be paid for, and a request that is refused would be refused again.
    /// </summary>
    public sealed override bool ShouldFallBack(Exception exception) => exception is OpperApiException api && (int)api.StatusCode is 404 or 429 or 500 or 502 or 503;

    public static NotSupportedException NoCounterpart(string field, string way)
        => new($"{field} has no counterpart on the compat surface. {way} Or send it with {nameof(RequestOptions)}.{nameof(RequestOptions.Surface)} = {nameof(OpperSurface)}.{nameof(OpperSurface.TaskCalls)}.");
}
