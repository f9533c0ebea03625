namespace Opper.Transport;

/// <summary>Adds headers that callers set.</summary>
internal static class RequestHeaders
{
    /// <exception cref="ArgumentException">A header is not valid. The message does not contain its value, which may be a secret.</exception>
    public static void Add(HttpRequestMessage message, IDictionary<string, string> headers)
    {
        foreach (var header in headers)
        {
            if (!IsValid(header.Value))
            {
                throw new ArgumentException($"The value of the header '{header.Key}' must be printable ASCII, without line breaks or letters like 'ü'. Escape "
                    + "it, for example with Uri.EscapeDataString.", nameof(headers));
            }

            if (!TrySet(message, header.Key, header.Value))
            {
                throw new ArgumentException($"'{header.Key}' is not a valid request header.", nameof(headers));
            }
        }
    }

    /// <summary>Whether a value can be sent. A line break would allow header injection; .NET fails to send characters outside ASCII.</summary>
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
            // The name is not a token, or is that of a content header.
            return false;
        }
    }
}
