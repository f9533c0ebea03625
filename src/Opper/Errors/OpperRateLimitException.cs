namespace Opper;

/// <summary>429: too many requests. <see cref="OpperApiException.RetryAfter"/> says how long to wait, where the server said so.</summary>
public sealed class OpperRateLimitException : OpperApiException
{
    internal OpperRateLimitException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
