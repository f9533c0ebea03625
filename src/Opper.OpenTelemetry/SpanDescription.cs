using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Resources;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>Converts activities to requests that create and update spans.</summary>
internal sealed class SpanDescription(OpperExporterOptions options, Func<Resource?> resource)
{
    private static readonly string[] ResourceAttributes = ["service.name", "service.version", "deployment.environment.name"];

    public CreateSpanRequest StartRequest(ExportedSpan span) => new()
    {
        Id = span.Id,
        TraceId = span.TraceId,
        ParentSpanId = span.ParentId,
        Name = Name(span.Activity),
        Type = GenAi.Type(span.Activity),
        StartTime = new DateTimeOffset(span.Activity.StartTimeUtc),
        Meta = Meta(span.Activity),
    };

    public CreateSpanRequest CompleteRequest(ExportedSpan span)
    {
        var request = StartRequest(span);
        request.EndTime = End(span.Activity);
        request.Error = Error(span.Activity);
        if (options.RecordContent)
        {
            request.Input = Text(GenAi.Input(span.Activity));
            request.Output = Text(GenAi.Output(span.Activity));
        }

        return request;
    }

    public UpdateSpanRequest EndRequest(ExportedSpan span)
    {
        var request = new UpdateSpanRequest
        {
            Name = Name(span.Activity),
            Type = GenAi.Type(span.Activity),
            EndTime = End(span.Activity),
            Meta = Meta(span.Activity),
        };
        if (Error(span.Activity) is { } error)
        {
            request.Error = error;
        }

        if (options.RecordContent && Text(GenAi.Input(span.Activity)) is { } input)
        {
            request.Input = input;
        }

        if (options.RecordContent && Text(GenAi.Output(span.Activity)) is { } output)
        {
            request.Output = output;
        }

        return request;
    }

    private static string Name(Activity activity) => string.IsNullOrWhiteSpace(activity.DisplayName) ? activity.OperationName : activity.DisplayName;

    private static DateTimeOffset End(Activity activity) => new(activity.StartTimeUtc + activity.Duration);

    private string? Error(Activity activity)
    {
        if (activity.Status != ActivityStatusCode.Error)
        {
            return null;
        }

        var exception = activity.Events.LastOrDefault(e => e.Name == "exception");
        var type = (activity.GetTagItem("error.type") ?? Tag(exception, "exception.type"))?.ToString();
        var message = activity.StatusDescription ?? Tag(exception, "exception.message")?.ToString();
        return Truncate(string.Join(": ", new[] { type, message }.Where(part => !string.IsNullOrEmpty(part)))) is { Length: > 0 } error ? error : "error";
    }

    private Dictionary<string, RawJson?> Meta(Activity activity)
    {
        var meta = new Dictionary<string, RawJson?>
        {
            ["otel_trace_id"] = activity.TraceId.ToHexString(),
            ["otel_span_id"] = activity.SpanId.ToHexString(),
            ["source"] = activity.Source.Name,
        };
        foreach (var (name, value) in GenAi.MetaAttributes(activity))
        {
            meta[name] = Value(value);
        }

        foreach (var attribute in resource()?.Attributes.Where(attribute => ResourceAttributes.Contains(attribute.Key)) ?? [])
        {
            meta[attribute.Key] = Value(attribute.Value);
        }

        if (Attributes(activity.TagObjects) is { } attributes)
        {
            meta["attributes"] = attributes;
        }

        var events = activity.Events
            .Where(e => options.RecordContent || !e.Name.StartsWith("gen_ai.", StringComparison.Ordinal))
            .Select(e => (object?)new Dictionary<string, object?> { ["name"] = e.Name, ["time"] = e.Timestamp.ToString("O", CultureInfo.InvariantCulture),
                ["attributes"] = Attributes(e.Tags) })
            .ToArray();
        if (events.Length > 0)
        {
            meta["events"] = RawJson.From(events);
        }

        var links = activity.Links.Select(link => (object?)SpanIds.Of(link.Context.TraceId, link.Context.SpanId)).ToArray();
        if (links.Length > 0)
        {
            meta["links"] = RawJson.From(links);
        }

        return meta;
    }

    private RawJson? Attributes(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        // Only types that are serialized without reflection, as native AOT requires.
        var attributes = new Dictionary<string, object?>();
        foreach (var tag in tags)
        {
            if (!GenAi.IsContent(tag.Key))
            {
                attributes[tag.Key] = Value(tag.Value);
            }
        }

        return attributes.Count == 0 ? null : RawJson.From(attributes);
    }

    // The value types of OpenTelemetry; everything else is converted to a string.
    private RawJson Value(object? value) => value switch
    {
        null => RawJson.Null,
        bool => RawJson.From(value),
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => (decimal)number,
        float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && !double.IsNaN(number)
            && !double.IsInfinity(number) => number,
        string text => Truncate(text),
        Array array => RawJson.From(array.Cast<object?>().Select(item => (object?)Value(item)).ToArray()),
        _ => Truncate(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
    };

    private string? Text(object? value) => value is null ? null : Truncate(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);

    private string Truncate(string text) => text.Length <= options.MaxValueLength
        ? text
        : text.AsSpan(0, char.IsHighSurrogate(text[options.MaxValueLength - 1]) ? options.MaxValueLength - 1 : options.MaxValueLength).ToString() + "…";

    private static object? Tag(ActivityEvent activityEvent, string name) => activityEvent.Tags?.FirstOrDefault(tag => tag.Key == name).Value;
}
