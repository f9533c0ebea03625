using System.Net;

namespace Opper;

/// <summary>An answer read as <typeparamref name="T"/>, with what came around it.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class OpperResponse<T> : OpperResponse
{
    internal OpperResponse(T value, HttpStatusCode statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, string? requestId, int attempts, ReadOnlyMemory<byte> body)
        : base(statusCode, headers, requestId, attempts, body)
        => Value = value;

    /// <summary>The answer.</summary>
    public T Value { get; }
}
