namespace Opper;

/// <summary>Headers that callers set.</summary>
internal static class RequestHeaders
{
    /// <exception cref="ArgumentException">A header cannot be sent; its value stays out of the message.</exception>
    public static void Add(HttpRequestMessage message, IDictionary<string, string> headers)
    {
        foreach (var header in headers)
        {
            if (!IsValid(header.Value))
            {
                throw new ArgumentException($"The value of the header '{header.Key}' must be printable ASCII: HTTP has no line breaks, control characters or letters like 'ü' there. Escape it, for example with Uri.EscapeDataString.", nameof(headers));
            }

            if (!TrySet(message, header.Key, header.Value))
            {
                throw new ArgumentException($"'{header.Key}' is not a header that a request can carry.", nameof(headers));
            }
        }
    }

    /// <summary>Whether a value can be sent. A line break would begin a header, or a request, of its own; .NET fails to send what is not ASCII.</summary>
    public static bool IsValid(string? value) => value is not null && value.All(static c => c is '\t' or (>= ' ' and < '\u007F'));

    private static bool TrySet(HttpRequestMessage message, string name, string value)
    {
        try
        {
            message.Headers.Remove(name);
            return message.Headers.TryAddWithoutValidation(name, value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // The name is not a token, or belongs to the body.
            return false;
        }
    }
}
