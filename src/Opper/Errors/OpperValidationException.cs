namespace Opper;

/// <summary>Thrown for status 422: the request failed validation. See <see cref="OpperApiException.ValidationIssues"/>.</summary>
public sealed class OpperValidationException : OpperApiException
{
    internal OpperValidationException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
