namespace Opper;

/// <summary>5xx: the service, or a model provider behind it, failed.</summary>
public sealed class OpperServerException : OpperApiException
{
    internal OpperServerException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
