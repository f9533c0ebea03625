using System.Text.Json;

namespace Opper;

/// <summary>The <c>error</c> member of an event.</summary>
/// <param name="Type">The kind of error, or its code.</param>
/// <param name="Message">What the server said.</param>
internal sealed record StreamError(string? Type, string Message)
{
    /// <returns>The error, or <see langword="null"/> where the member says that there is none: <c>null</c>, <c>false</c>, an empty text or an empty object.</returns>
    public static StreamError? Parse(RawJson? error)
    {
        switch (error?.ValueKind)
        {
            case JsonValueKind.Object:
                var members = error.ToJsonElement();
                return members.EnumerateObject().Any() ? new StreamError(Text(members, "type") ?? Text(members, "code"), Text(members, "message") ?? error.GetRawText()) : null;
            case JsonValueKind.String:
                return (string?)error is { Length: > 0 } text ? new StreamError(null, text) : null;
            case null or JsonValueKind.Null or JsonValueKind.False:
                return null;
            default:
                return new StreamError(null, error.GetRawText());
        }
    }

    private static string? Text(JsonElement members, string name)
        => !members.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null : (string?)Scalar(value) ?? value.GetRawText();

    private static RawJson? Scalar(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : RawJson.FromElement(value);
}
