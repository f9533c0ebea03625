namespace Opper;

/// <summary>The span that work on this asynchronous path stands under.</summary>
internal static class AmbientSpan
{
    private static readonly AsyncLocal<SpanScope?> CurrentScope = new();

    public static SpanScope? Current
    {
        get
        {
            var scope = CurrentScope.Value;
            // A scope that ended on another path, or never began, is still seen here: the nearest open one counts.
            while (scope is { IsEnded: true } or { IsLost: true })
            {
                scope = scope.Parent;
            }

            return scope;
        }

        set => CurrentScope.Value = value;
    }

    /// <summary>Goes back to the parent when the innermost span of this path ends.</summary>
    public static void Leave(SpanScope scope)
    {
        if (ReferenceEquals(CurrentScope.Value, scope))
        {
            CurrentScope.Value = scope.Parent;
        }
    }

    /// <summary>The span that a request stands under which names none itself.</summary>
    public static OpperSpanContext? ContextOf(ISpanContextSource? source) => Current is { } scope ? new OpperSpanContext(scope.Id, scope.TraceId) : source?.Current;

    /// <summary>Puts the request under the ambient span, unless it names a parent itself.</summary>
    public static object? Attach(object? body, ISpanContextSource? source)
        => body is IHasParentSpan { ParentSpanId: null } request && ContextOf(source)?.SpanId is { } parent ? request.WithParentSpan(parent) : body;

    /// <summary>What to wait for before the request is sent: the start of its parent, while that is still queued or not recorded.</summary>
    public static Task? WaitForParent(object? body, ISpanContextSource? source, CancellationToken cancellationToken) => (CurrentScope.Value, source, body) switch
    {
        (null, null, _) or (_, _, not IHasParentSpan { ParentSpanId: null }) => null,
        _ when Current is { } scope => scope.WaitForStart(cancellationToken),
        _ => source?.EnsureRecordedAsync(cancellationToken).AsTask(),
    };
}
