using System.Text.Json;

namespace Opper.Compat;

/// <summary>The request headers of the compat surface: task name, parent span and tags.</summary>
internal static class CompatHeaders
{
    public const string TraceId = "X-Opper-Trace-Id";
    public const string Cost = "X-Opper-Cost";
    public const string ServedModel = "X-Opper-Served-Model";

    private const int MaxTags = 8;

    /// <exception cref="NotSupportedException">A value cannot be sent in a header.</exception>
    public static Dictionary<string, string> Of(string? name, string? parentSpanId, IEnumerable<KeyValuePair<string, string?>>? tags)
    {
        var headers = new Dictionary<string, string>();
        if (name is not null)
        {
            headers["X-Opper-Name"] = Checked(name, "Name ('name')", "Use an ASCII name.");
        }

        if (parentSpanId is not null)
        {
            headers["X-Opper-Parent-Span-Id"] = Checked(parentSpanId, "ParentSpanId ('parent_span_id')", "Set it to the ID of a span.");
        }

        var list = (tags ?? []).Select(Tag).ToList();
        if (list.Count > MaxTags)
        {
            throw CompatForm.NoCounterpart($"Tags ('tags') with more than {MaxTags} entries", $"Use at most {MaxTags}.");
        }

        if (list.Count > 0)
        {
            headers["X-Opper-Tags"] = string.Join(",", list);
        }

        return headers;
    }

    /// <summary>The tags of a chat, which the v2 endpoint accepts as arbitrary JSON.</summary>
    public static IEnumerable<KeyValuePair<string, string?>>? Texts(object? tags) =>
        tags is null ? null : RawJson.From(tags).ToJsonElement().EnumerateObject().Select(static tag => new KeyValuePair<string, string?>(
            tag.Name,
            tag.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? throw CompatForm.NoCounterpart("A value of Tags ('tags') that is an array or an object", "Use strings, numbers or booleans.")
                : tag.Value.ToString()));

    private static string Tag(KeyValuePair<string, string?> tag) =>
        tag.Key.IndexOfAny([',', ':']) >= 0 || tag.Value?.IndexOf(',') >= 0 || tag.Key.Length == 0
            ? throw CompatForm.NoCounterpart("A tag ('tags') with a comma, a colon in its key, or an empty key", "Remove them.")
            : Checked($"{tag.Key}:{tag.Value}", "A tag ('tags')", "Use printable ASCII.");

    private static string Checked(string text, string field, string way) =>
        RequestHeaders.IsValid(text) ? text : throw CompatForm.NoCounterpart(field + " with characters that are not allowed in a header", way);
}
