namespace Opper;

/// <summary>The answer arrived, and could not be read as what was asked for. Nothing of it is lost: see <see cref="RawBody"/>.</summary>
public sealed class OpperSerializationException : OpperException
{
    internal OpperSerializationException(string message, string rawBody, Exception? innerException = null)
        : base(message, innerException)
        => RawBody = rawBody;

    /// <summary>The text that could not be read, as it came.</summary>
    public string RawBody { get; }

    /// <summary>The status of the answer; <see langword="null"/> for one that was put together from a stream.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; internal set; }

    /// <summary>Where in the JSON the trouble is, such as <c>data[0].id</c>; empty for its root, <see langword="null"/> when it is not JSON.</summary>
    public string? JsonPath { get; internal init; }

    /// <summary>The type that was wanted.</summary>
    public Type? TargetType { get; internal init; }

    /// <summary>What was expected at <see cref="JsonPath"/>, in words such as <c>a whole number or null</c>, or the rule that is broken; <see langword="null"/> where it is not known.</summary>
    public string? Expected { get; internal init; }

    /// <summary>The JSON that was found there, cut after 200 characters; <c>nothing</c> where it is missing, <see langword="null"/> where it is not known.</summary>
    public string? Found { get; internal init; }

    /// <summary>
    /// What a constructor, a setter or a converter of <see cref="TargetType"/> threw, or <see langword="null"/>. It is no inner exception: its text may hold parts of the answer, which
    /// must not get into logs by themselves.
    /// </summary>
    public Exception? Refusal { get; internal init; }
}
