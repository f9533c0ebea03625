using Opper.Emulator.Models;

namespace Opper.Emulator.Completions;

/// <summary>An output that is still being received. Its text and usage are complete once it has been read.</summary>
internal abstract class LiveOutput : IDisposable
{
    /// <summary>The text received.</summary>
    public abstract string Text { get; }

    /// <summary>The token counts that the source reported, if any.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>The events to send, as they arrive, in the format of the request.</summary>
    public abstract IAsyncEnumerable<JsonObject> ReadAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
