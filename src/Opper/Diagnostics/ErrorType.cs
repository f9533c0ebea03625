using System.Globalization;

namespace Opper;

/// <summary>The value of <c>error.type</c>: the status code or stream error type, otherwise the exception type.</summary>
internal static class ErrorType
{
    public static string Of(Exception exception) => exception switch
    {
        OpperApiException api => ((int)api.StatusCode).ToString(CultureInfo.InvariantCulture),
        OpperStreamException { ErrorType: { } type } => type,
        _ => exception.GetType().FullName!,
    };
}
