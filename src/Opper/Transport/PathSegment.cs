namespace Opper.Transport;

/// <summary>Escapes values in paths.</summary>
internal static class PathSegment
{
    /// <summary>Escapes a value as one segment. Empty, <c>.</c> and <c>..</c> are rejected: even when escaped, they would address another endpoint.</summary>
    public static string Escape(string? value, string parameterName)
    {
        if (value is null)
        {
            throw new ArgumentNullException(parameterName, $"{parameterName} is required.");
        }

        Check(value, value, parameterName);
        return Uri.EscapeDataString(value);
    }

    /// <summary>Escapes a name in which <c>/</c> separates segments; each segment must be valid.</summary>
    public static string EscapeName(string? value, string parameterName)
    {
        if (value is null || value.IndexOf('/') < 0)
        {
            return Escape(value, parameterName);
        }

        var segments = value.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            Check(segments[i], value, parameterName);
            segments[i] = Uri.EscapeDataString(segments[i]);
        }

        return string.Join("/", segments);
    }

    private static void Check(string segment, string value, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(segment))
        {
            throw new ArgumentException(
                value.Length == segment.Length ? $"{parameterName} must not be empty or blank." : $"{parameterName} must not have an empty path segment.",
                parameterName);
        }

        if (segment is "." or "..")
        {
            throw new ArgumentException($"{parameterName} must not be or contain the path segment '{segment}': it would address another resource.",
                parameterName);
        }
    }
}
