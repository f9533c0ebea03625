namespace Opper;

/// <summary>Thrown for status 5xx: the service or a model provider failed.</summary>
public sealed class OpperServerException : OpperApiException
{
    internal OpperServerException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
