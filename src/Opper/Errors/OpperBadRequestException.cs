namespace Opper;

/// <summary>400: the request is invalid. <see cref="OpperApiException.Detail"/> says why.</summary>
public sealed class OpperBadRequestException : OpperApiException
{
    internal OpperBadRequestException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
