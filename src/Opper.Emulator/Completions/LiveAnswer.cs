using Opper.Emulator.Models;

namespace Opper.Emulator.Completions;

/// <summary>An answer that is still on its way. What it was as a whole is known once it has been read.</summary>
internal abstract class LiveAnswer : IDisposable
{
    /// <summary>All of the text, as it was written.</summary>
    public abstract string Text { get; }

    /// <summary>Tokens as the source counted them, where it did.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>The events to send, as they come: chunks of the kind that was asked for.</summary>
    public abstract IAsyncEnumerable<JsonObject> ReadAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
