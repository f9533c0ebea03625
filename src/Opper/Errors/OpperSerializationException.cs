namespace Opper;

/// <summary>Thrown when a response cannot be deserialized as the requested type. <see cref="RawBody"/> has the response.</summary>
public sealed class OpperSerializationException : OpperException
{
    internal OpperSerializationException(string message, string rawBody, Exception? innerException = null)
        : base(message, innerException) =>
        RawBody = rawBody;

    /// <summary>The raw text that could not be deserialized.</summary>
    public string RawBody { get; }

    /// <summary>The HTTP status code; <see langword="null"/> for a result assembled from a stream.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; internal set; }

    /// <summary>The path of the invalid value, such as <c>data[0].id</c>; empty for the root, <see langword="null"/> if the response is not JSON.</summary>
    public string? JsonPath { get; internal init; }

    /// <summary>The requested type.</summary>
    public Type? TargetType { get; internal init; }

    /// <summary>The expected value, such as <c>a whole number or null</c>, or the violated validation rule; <see langword="null"/> if unknown.</summary>
    public string? Expected { get; internal init; }

    /// <summary>The actual JSON, truncated to 200 characters; <c>nothing</c> if it is missing, <see langword="null"/> if unknown.</summary>
    public string? Found { get; internal init; }

    /// <summary>
    /// The exception thrown by a constructor, setter or converter of <see cref="TargetType"/>, or <see langword="null"/>. It is not the inner exception because
    /// its message may contain response content, which must not be logged.
    /// </summary>
    public Exception? Refusal { get; internal init; }
}
