namespace Opper.Emulator.Http;

/// <summary>
/// Ends a response that has started before its end: Kestrel sends what has been flushed and closes the connection, whereas aborting it may drop those bytes.
/// </summary>
internal sealed class TruncatedResponseException() : IOException("The response is truncated on purpose.")
{
    /// <summary>Flushes what has been written and ends the response.</summary>
    public static async Task ThrowAsync(HttpResponse response)
    {
        await response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        throw new TruncatedResponseException();
    }
}
