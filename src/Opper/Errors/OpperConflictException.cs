namespace Opper;

/// <summary>409: a thing of that name exists already.</summary>
public sealed class OpperConflictException : OpperApiException
{
    internal OpperConflictException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
