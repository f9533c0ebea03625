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

    /// <summary>Puts the request under the ambient span, unless it names a parent itself.</summary>
    public static object? Attach(object? body)
        => body is IHasParentSpan { ParentSpanId: null } request && Current is { } scope ? request.WithParentSpan(scope.Id) : body;

    /// <summary>What to wait for before the request is sent: the start of the span it will stand under, while that is still queued.</summary>
    public static Task? WaitForParent(object? body, CancellationToken cancellationToken)
        => CurrentScope.Value is not null && body is IHasParentSpan { ParentSpanId: null } ? Current?.WaitForStart(cancellationToken) : null;
}
