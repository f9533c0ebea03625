namespace Opper;

/// <summary>What the contract says about an operation, made once for all its calls.</summary>
internal class OpperOperation(string id, HttpMethod method, string template)
{
    private readonly bool _hasNoParameters = template.IndexOf('{') < 0;

    public string Id { get; } = id;
    public HttpMethod Method { get; } = method;
    public string Template { get; } = template;

    /// <summary>What kind of work of a model it is, or <see langword="null"/> for all else.</summary>
    public GenAiOperation? GenAi { get; } = GenAiOperation.Of(id);

    /// <summary>The answer is a stream of server-sent events.</summary>
    public bool Streams { get; init; }

    /// <summary>Goes to a presigned URL instead of the API.</summary>
    public bool IsStorage { get; init; }

    /// <summary>Doing the work twice would leave two things behind, so a retry is only for requests that surely were not processed.</summary>
    public bool RetryOnlyUnprocessed { get; init; }

    /// <summary>What translates requests and answers, where the operation goes over the endpoint of another; <see langword="null"/> where it goes over its own.</summary>
    public OperationForm? Form { get; init; }

    /// <summary>Whether a URL is the operation's only one: no part of the path differs, and there is no query.</summary>
    public bool IsFixed(string url) => _hasNoParameters && url.Length == Template.Length - 1;
}
