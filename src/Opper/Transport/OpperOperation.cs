namespace Opper;

/// <summary>The metadata of an operation from the contract; one instance for all calls.</summary>
internal class OpperOperation(string id, HttpMethod method, string template)
{
    private readonly bool _hasNoParameters = template.IndexOf('{') < 0;

    public string Id { get; } = id;
    public HttpMethod Method { get; } = method;
    public string Template { get; } = template;

    /// <summary>The generative AI operation for telemetry, or <see langword="null"/> for other operations.</summary>
    public GenAiOperation? GenAi { get; } = GenAiOperation.Of(id);

    /// <summary>Whether the response is a stream of server-sent events.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether it is sent to a presigned URL instead of the API.</summary>
    public bool IsStorage { get; init; }

    /// <summary>Whether it is not idempotent, so that it is retried only if the server certainly did not process the request.</summary>
    public bool RetryOnlyUnprocessed { get; init; }

    /// <summary>The translation to the endpoint of another operation, or <see langword="null"/> if it has its own.</summary>
    public OperationForm? Form { get; init; }

    /// <summary>Whether the URL is constant for the operation: it has neither path parameters nor a query.</summary>
    public bool IsFixed(string url) => _hasNoParameters && url.Length == Template.Length - 1;
}
