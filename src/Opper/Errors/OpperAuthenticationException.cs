namespace Opper;

/// <summary>401: the API key is missing, wrong or revoked.</summary>
public sealed class OpperAuthenticationException : OpperApiException
{
    internal OpperAuthenticationException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
