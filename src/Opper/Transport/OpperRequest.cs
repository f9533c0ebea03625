namespace Opper;

/// <summary>One request as generated code describes it.</summary>
internal readonly struct OpperRequest(OpperOperation operation, string url, object? body = null)
{
    public OpperOperation Operation { get; } = operation;

    /// <summary>Path and query, relative to the base URL, without a leading slash.</summary>
    public string Url { get; } = url;

    /// <summary>The JSON body, a <see cref="RequestPayload"/> that creates its own, or <see langword="null"/>.</summary>
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
