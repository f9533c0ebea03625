namespace Opper;

/// <summary>Thrown for status 400: the request is invalid. See <see cref="OpperApiException.Detail"/>.</summary>
public sealed class OpperBadRequestException : OpperApiException
{
    internal OpperBadRequestException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
