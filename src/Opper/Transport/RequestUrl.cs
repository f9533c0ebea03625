using System.Globalization;
using System.Text;

namespace Opper.Transport;

/// <summary>Builds the path and query of a request.</summary>
internal sealed class RequestUrl
{
    private readonly StringBuilder _text;
    private readonly bool _escapeSlashInNames;
    private bool _hasQuery;

    public RequestUrl(string start, bool escapeSlashInNames = false)
    {
        _text = new StringBuilder(start, 128);
        _escapeSlashInNames = escapeSlashInNames;
    }

    public RequestUrl Literal(string text)
    {
        _text.Append(text);
        return this;
    }

    public RequestUrl Segment(string? value, string parameterName)
    {
        _text.Append(PathSegment.Escape(value, parameterName));
        return this;
    }

    public RequestUrl Name(string? value, string parameterName)
    {
        _text.Append(_escapeSlashInNames ? PathSegment.Escape(value, parameterName) : PathSegment.EscapeName(value, parameterName));
        return this;
    }

    public RequestUrl RequiredQuery(string key, string? value, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException($"{parameterName} must not be empty or blank.", parameterName);
        }

        return Query(key, value);
    }

    public RequestUrl Query(string key, string? value)
    {
        if (value is not null)
        {
            _text.Append(_hasQuery ? '&' : '?').Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
            _hasQuery = true;
        }

        return this;
    }

    public RequestUrl Query(string key, int? value) => Query(key, value?.ToString(CultureInfo.InvariantCulture));

    public RequestUrl Query(string key, bool? value) => Query(key, value switch { null => null, true => "true", false => "false" });

    /// <summary>Dates are sent in UTC, because servers may ignore the offset.</summary>
    public RequestUrl Query(string key, DateTimeOffset? value) =>
        Query(key, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    public RequestUrl Query<T>(string key, T? value)
        where T : struct, IOpenValue =>
        Query(key, value?.Value);

    /// <summary>A list is sent as one parameter per item.</summary>
    public RequestUrl Query(string key, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Query(key, value);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
