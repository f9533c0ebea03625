namespace Opper;

/// <summary>Says which bound a stream exceeds.</summary>
internal static class StreamBounds
{
    public static OpperStreamException Exceeded(string call, string what, string setting, int bound)
        => new(FormattableString.Invariant($"{call}: {what} of the stream exceeds {setting} ({bound:N0}). Raise it in {nameof(OpperClientOptions)} where that is expected."));
}
