namespace Opper;

/// <summary>Copies response headers, which are valid only as long as the response.</summary>
internal static class ResponseHeaders
{
    private static readonly string[] RequestIdNames = ["x-request-id", "request-id", "x-correlation-id"];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Copy(HttpResponseMessage response)
    {
        var copy = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in response.Headers)
        {
            copy[header.Key] = header.Value.ToArray();
        }

        foreach (var header in response.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        {
            copy[header.Key] = header.Value.ToArray();
        }

        return copy;
    }

    public static string? RequestId(HttpResponseMessage response)
    {
        foreach (var name in RequestIdNames)
        {
            if (Find(response, name) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>The first value of a header, or <see langword="null"/>.</summary>
    public static string? Find(HttpResponseMessage response, string name)
    {
#if NET
        // Not validated, because parsing would allocate objects for all headers.
        foreach (var value in response.Headers.NonValidated.TryGetValues(name, out var values) ? values : default)
        {
            return value;
        }

        return null;
#else
        return response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
#endif
    }
}
