namespace Opper.Diagnostics.GenAi;

/// <summary>An active observer and its enclosing scope.</summary>
internal sealed class OpperCallScope : IDisposable
{
    private static readonly AsyncLocal<OpperCallScope?> Ambient = new();
    private static volatile bool _isUsed;

    private readonly OpperCallObserver _observer;
    private readonly OpperCallScope? _outer;

    public OpperCallScope(OpperCallObserver observer)
    {
        _observer = observer;
        _outer = Ambient.Value;
        _isUsed = true;
        Ambient.Value = this;
    }

    /// <summary>The innermost scope. The AsyncLocal is not read until the first scope is created.</summary>
    public static OpperCallScope? Current => _isUsed ? Ambient.Value : null;

    public bool HandlesRateLimits => _observer.HandlesRateLimits || _outer?.HandlesRateLimits == true;

    /// <summary>Notifies the observers, starting with the outermost. If one throws, those already notified are told that the call has ended.</summary>
    /// <returns>A delegate that notifies all of them of the end of the call.</returns>
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
            outer?.Invoke(new OpperCallUsage(new ResponseMetadata(isTraced: false), refusal));
            throw;
        }
    }

    public void Dispose() => Ambient.Value = _outer;
}
