using System.Net;

namespace Opper;

/// <summary>A response deserialized as <typeparamref name="T"/>, with its metadata.</summary>
/// <typeparam name="T">The type of the response.</typeparam>
public sealed class OpperResponse<T> : OpperResponse
{
    internal OpperResponse(T value, HttpStatusCode statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, string? requestId, int attempts,
        ReadOnlyMemory<byte> body)
        : base(statusCode, headers, requestId, attempts, body) =>
        Value = value;

    /// <summary>The deserialized response.</summary>
    public T Value { get; }
}
