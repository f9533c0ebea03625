namespace Opper.Streaming;

/// <summary>The size limits of streams.</summary>
internal static class StreamBounds
{
    public static OpperStreamException Exceeded(string call, string what, string setting, int bound) =>
        new(FormattableString.Invariant(
            $"{call}: {what} of the stream exceeds {setting} ({bound:N0}). Raise the limit in {nameof(OpperClientOptions)} if that is expected."));

    /// <summary>Checks one event, and the total size of what is buffered.</summary>
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
            throw Exceeded(call, "the total of all events", nameof(OpperClientOptions.MaxResponseBytes), options.MaxResponseBytes);
        }
    }
}
