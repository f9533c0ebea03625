namespace Opper.Benchmarks.Peers;

/// <summary>One client under measurement. What it has no counterpart for it leaves out, and its column says so.</summary>
internal abstract class Peer
{
    public static IReadOnlyDictionary<string, Func<Uri, Peer>> All { get; } = new Dictionary<string, Func<Uri, Peer>>(StringComparer.Ordinal)
    {
        ["floor"] = static server => new FloorPeer(server),
        ["opper"] = static server => new OpperPeer(server),
        ["opper-di"] = OpperPeer.FromServices,
        ["opper-telemetry"] = static server => new TelemetryPeer(server),
        ["openai"] = static server => new OpenAIPeer(server),
        ["anthropic"] = static server => new AnthropicPeer(server),
        ["refit"] = static server => new RefitPeer(server),
        ["nswag"] = static server => new PlainPeer(server),
    };

    /// <summary>One call with an answer of about 1 KB; the text that came.</summary>
    public virtual Task<string>? CallAsync() => null;

    /// <summary>One call whose answer is read as a type; its title.</summary>
    public virtual Task<string>? TypedCallAsync() => null;

    /// <summary>The pieces of a streamed text.</summary>
    /// <param name="scenario">How many and how fast, as <c>text-20000</c>.</param>
    public virtual IAsyncEnumerable<string>? Stream(string scenario) => null;

    /// <summary>A streamed text as its events, each an object; how many had a piece of text.</summary>
    public virtual Task<int>? ChunksAsync(string scenario) => null;

    /// <summary>A streamed typed answer, looked at after each event; how many events there were.</summary>
    public virtual Task<int>? PartialAsync(string scenario) => null;

    /// <summary>256 vectors; a number of the last.</summary>
    public virtual Task<double>? EmbedAsync() => null;

    /// <summary>A whole list in pages of 100; how many items there were.</summary>
    public virtual Task<int>? PageAsync(string scenario) => null;

    /// <summary>Adds documents, 16 at once; how many were added.</summary>
    public virtual Task<int>? AddManyAsync(int documents) => null;

    /// <summary>Sends a file to a knowledge base; its id.</summary>
    public virtual Task<string>? UploadAsync(string path) => null;

    protected static Uri At(Uri server, string scenario) => new(server, scenario + "/");
}
