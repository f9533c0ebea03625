using System.Diagnostics;

namespace Opper;

/// <summary>Adds <c>traceparent</c> and <c>tracestate</c> of the current activity to a request, but not its baggage, which may be sensitive.</summary>
internal static class TraceContextHeaders
{
    public static void Add(HttpRequestMessage message)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return;
        }

        // The configured propagator may be one that injects nothing.
        DistributedContextPropagator.Current.Inject(activity, message, static (carrier, name, value) =>
        {
            if (name is "traceparent" or "tracestate" && carrier is HttpRequestMessage request && RequestHeaders.IsValid(value))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        });
    }
}
