namespace Opper;

/// <summary>Thrown for status 404: the resource does not exist or is not accessible with this API key.</summary>
public sealed class OpperNotFoundException : OpperApiException
{
    internal OpperNotFoundException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
