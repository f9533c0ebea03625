using System.Globalization;
using System.Net.Http.Headers;

namespace Opper.Transport;

/// <summary>Reads the requested delay: <c>retry-after-ms</c>, then <c>Retry-After</c> (RFC 9110, 10.2.3) in seconds, also fractional, or as a date.</summary>
internal static class RetryAfterHeader
{
    // Parsed by hand, because RetryConditionHeaderValue accepts only whole seconds below 2^31.
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        if (Number(Text(headers, "retry-after-ms")) is { } milliseconds)
        {
            return Wait(milliseconds, TimeSpan.TicksPerMillisecond);
        }

        if (Number(Text(headers, "Retry-After")) is { } seconds)
        {
            return Wait(seconds, TimeSpan.TicksPerSecond);
        }

        return headers.RetryAfter?.Date is { } date ? Wait((date - timeProvider.GetUtcNow()).Ticks, 1) : null;
    }

    // Proxies join repeated headers to a list.
    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Split(',')[0] : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !double.IsNaN(number) ? number : null;

    // A delay out of range is the maximum, so that it is not mistaken for none.
    private static TimeSpan Wait(double count, long ticks) =>
        count <= 0 ? TimeSpan.Zero : count * ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)(count * ticks));
}
