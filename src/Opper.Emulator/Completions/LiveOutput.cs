namespace Opper.Emulator.Completions;

/// <summary>An output that is still being received. Its text and usage are complete once it has been read.</summary>
/// <param name="read">The events to send, as they arrive, in the format of the request; adds to the text and the usage.</param>
internal sealed class LiveOutput(Func<LiveOutput, CancellationToken, IAsyncEnumerable<JsonObject>> read)
{
    /// <summary>The text received.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The token counts that the source reported, if any.</summary>
    public TokenUsage? Usage { get; set; }

    public IAsyncEnumerable<JsonObject> ReadAsync(CancellationToken cancellationToken) => read(this, cancellationToken);
}
