namespace Opper;

/// <summary>Thrown for status 401: the API key is missing or invalid.</summary>
public sealed class OpperAuthenticationException : OpperApiException
{
    internal OpperAuthenticationException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
