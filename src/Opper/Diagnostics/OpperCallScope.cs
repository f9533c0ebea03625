namespace Opper;

/// <summary>An ambient observer and those around it.</summary>
internal sealed class OpperCallScope : IDisposable
{
    private static readonly AsyncLocal<OpperCallScope?> Ambient = new();
    private static volatile bool s_isUsed;

    private readonly OpperCallObserver _observer;
    private readonly OpperCallScope? _outer;

    public OpperCallScope(OpperCallObserver observer)
    {
        _observer = observer;
        _outer = Ambient.Value;
        s_isUsed = true;
        Ambient.Value = this;
    }

    /// <summary>The innermost scope. A program that has never made one does not look it up.</summary>
    public static OpperCallScope? Current => s_isUsed ? Ambient.Value : null;

    public bool HandlesRateLimits => _observer.HandlesRateLimits || _outer?.HandlesRateLimits == true;

    /// <summary>Asks the observers, the outermost first. If one refuses, those already asked hear that the call has ended.</summary>
    /// <returns>What ends the call for all of them.</returns>
    public Action<OpperCallUsage> Start(object? request)
    {
        var outer = _outer?.Start(request);
        try
        {
            var state = _observer.OnStarting(request);
            return usage =>
            {
                _observer.OnEnded(state, usage);
                outer?.Invoke(usage);
            };
        }
        catch (Exception refusal)
        {
            outer?.Invoke(new OpperCallUsage(new AnswerFacts(), refusal));
            throw;
        }
    }

    public void Dispose() => Ambient.Value = _outer;
}
