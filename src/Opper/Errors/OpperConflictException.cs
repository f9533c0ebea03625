namespace Opper;

/// <summary>Thrown for status 409: a resource with this name already exists.</summary>
public sealed class OpperConflictException : OpperApiException
{
    internal OpperConflictException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
