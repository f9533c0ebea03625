namespace Opper;

/// <summary>Thrown for status 429: too many requests. <see cref="OpperApiException.RetryAfter"/> has the delay requested by the server, if any.</summary>
public sealed class OpperRateLimitException : OpperApiException
{
    internal OpperRateLimitException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
