namespace Opper.Tracing;

/// <summary>The current span of the asynchronous control flow.</summary>
internal static class AmbientSpan
{
    private static readonly AsyncLocal<SpanScope?> CurrentScope = new();

    public static SpanScope? Current
    {
        get
        {
            var scope = CurrentScope.Value;
            // A scope that ended in another flow or failed to start may still be set, so the nearest open ancestor is used.
            while (scope is { IsEnded: true } or { IsLost: true })
            {
                scope = scope.Parent;
            }

            return scope;
        }

        set => CurrentScope.Value = value;
    }

    /// <summary>Restores the parent when the current span ends.</summary>
    public static void Leave(SpanScope scope)
    {
        if (ReferenceEquals(CurrentScope.Value, scope))
        {
            CurrentScope.Value = scope.Parent;
        }
    }

    /// <summary>The parent of requests that specify none.</summary>
    public static OpperSpanContext? ContextOf(ISpanContextSource? source) =>
        Current is { } scope ? new OpperSpanContext(scope.Id, scope.TraceId) : source?.Current;

    /// <summary>Sets the current span as the parent of the request, unless the request has a parent.</summary>
    public static object? Attach(object? body, ISpanContextSource? source) =>
        body is IHasParentSpan { ParentSpanId: null } request && ContextOf(source)?.SpanId is { } parent ? request.WithParentSpan(parent) : body;

    /// <summary>Returns the task to await before the request is sent, if its parent is still queued.</summary>
    public static Task? WaitForParent(object? body, ISpanContextSource? source, CancellationToken cancellationToken) =>
        (CurrentScope.Value, source, body) switch
    {
        (null, null, _) or (_, _, not IHasParentSpan { ParentSpanId: null }) => null,
        _ when Current is { } scope => scope.WaitForStart(cancellationToken),
        _ => source?.EnsureRecordedAsync(cancellationToken).AsTask(),
    };
}
