namespace Opper;

/// <summary>404: the thing named in the path does not exist, or is not visible to this key.</summary>
public sealed class OpperNotFoundException : OpperApiException
{
    internal OpperNotFoundException(string message, ApiFailure failure)
        : base(message, failure)
    {
    }
}
