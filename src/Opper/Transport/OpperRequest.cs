namespace Opper;

/// <summary>One request as a generated operation describes it; the pipeline does the rest.</summary>
internal readonly struct OpperRequest(OpperOperation operation, string url, object? body = null)
{
    public OpperOperation Operation { get; } = operation;

    /// <summary>Path and query, relative to the base URL, without a leading slash.</summary>
    public string Url { get; } = url;

    /// <summary>What becomes the JSON body, a <see cref="RequestPayload"/> that makes its own, or <see langword="null"/> for none.</summary>
    public object? Body { get; } = body;

    public string Path
    {
        get
        {
            var query = Url.IndexOf('?');
            return "/" + (query < 0 ? Url : Url.Substring(0, query));
        }
    }
}
