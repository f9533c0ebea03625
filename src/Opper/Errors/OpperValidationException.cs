namespace Opper;

/// <summary>422: the request does not have the shape the API wants. <see cref="OpperApiException.ValidationIssues"/> names the fields.</summary>
public sealed class OpperValidationException : OpperApiException
{
    internal OpperValidationException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
