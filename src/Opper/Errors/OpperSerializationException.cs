namespace Opper;

/// <summary>The answer arrived, and could not be read as what was asked for. Nothing of it is lost: see <see cref="RawBody"/>.</summary>
public sealed class OpperSerializationException : OpperException
{
    internal OpperSerializationException(string message, string rawBody, Exception? innerException = null)
        : base(message, innerException)
        => RawBody = rawBody;

    /// <summary>The text that could not be read, as it came.</summary>
    public string RawBody { get; }

    /// <summary>Where in the JSON the trouble is, such as <c>data[0].id</c>; empty for its root, <see langword="null"/> when it is not JSON.</summary>
    public string? JsonPath { get; internal init; }

    /// <summary>The type that was wanted.</summary>
    public Type? TargetType { get; internal init; }

    /// <summary>What was expected at <see cref="JsonPath"/>, where it is known.</summary>
    public string? Expected { get; internal init; }

    /// <summary>What was found there, where it is known.</summary>
    public string? Found { get; internal init; }
}
