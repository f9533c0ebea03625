using System.Diagnostics;

namespace Opper;

/// <summary>Puts the current activity's <c>traceparent</c> and <c>tracestate</c> on a request. Its baggage stays here: it may hold anything.</summary>
internal static class TraceContextHeaders
{
    public static void Add(HttpRequestMessage message)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return;
        }

        // The host's propagator decides, which may be one that sends nothing.
        DistributedContextPropagator.Current.Inject(activity, message, static (carrier, name, value) =>
        {
            if (name is "traceparent" or "tracestate" && carrier is HttpRequestMessage request && RequestHeaders.IsValid(value))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        });
    }
}
