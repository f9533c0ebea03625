namespace Opper;

/// <summary>The bounds of what a stream gives.</summary>
internal static class StreamBounds
{
    public static OpperStreamException Exceeded(string call, string what, string setting, int bound)
        => new(FormattableString.Invariant($"{call}: {what} of the stream exceeds {setting} ({bound:N0}). Raise it in {nameof(OpperClientOptions)} where that is expected."));

    /// <summary>Checks one event, and all that is kept with it.</summary>
    public static void Check(string call, ReadOnlySpan<byte> data, long kept, OpperClientOptions options)
    {
        if (data.Length > options.MaxEventBytes)
        {
            throw Exceeded(call, "one event", nameof(OpperClientOptions.MaxEventBytes), options.MaxEventBytes);
        }

        if (JsonBounds.FindExceeded(data, options.JsonLimits) is { } setting)
        {
            throw Exceeded(call, "one event", setting, options.JsonLimits[setting]);
        }

        if (kept > options.MaxResponseBytes)
        {
            throw Exceeded(call, "all events together", nameof(OpperClientOptions.MaxResponseBytes), options.MaxResponseBytes);
        }
    }
}
