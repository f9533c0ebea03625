using System.Text.Encodings.Web;

namespace Opper.Emulator.Json;

/// <summary>Conversions to and from the API's JSON.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Options = new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }.AsReadOnly();

    /// <summary>Makes shared options read-only. ASP.NET Core completes mutable ones on first use, which fails if two requests do so at once.</summary>
    public static JsonSerializerOptions AsReadOnly(this JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    public static IResult Json(JsonNode? body, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(body, Options, statusCode: status);

    /// <summary>Runs an action and returns an empty response.</summary>
    public static IResult NoContent(Action work)
    {
        work();
        return TypedResults.NoContent();
    }

    public static string Text(JsonNode node) => node.ToJsonString(Options);

    /// <summary>A string unchanged, anything else as JSON text, as the API stores inputs and outputs.</summary>
    public static string? AsString(JsonNode? value) => value switch
    {
        null => null,
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        _ => Text(value),
    };

    /// <summary>The inverse of <see cref="AsString"/>: JSON text as JSON, other text as a string.</summary>
    public static JsonNode? Parsed(string? text)
    {
        if (text is not ['{' or '[', ..])
        {
            return text;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(JsonNode? value) =>
        DateTimeOffset.TryParse(AsString(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>Removes null fields of a resource, as the live API does; nulls inside free-form values are kept.</summary>
    public static JsonObject WithoutNulls(this JsonObject resource)
    {
        foreach (var name in resource.Where(p => p.Value is null).Select(p => p.Key).ToList())
        {
            resource.Remove(name);
        }

        return resource;
    }

    /// <summary>Applies changes to the named fields: absent fields are not changed, and null clears a field unless it is required.</summary>
    public static void Apply(this JsonObject resource, JsonObject changes, IEnumerable<string> fields, params IReadOnlyCollection<string> required)
    {
        foreach (var field in fields.Where(field => changes.ContainsKey(field) && (changes[field] is not null || !required.Contains(field))))
        {
            resource[field] = changes[field]?.DeepClone();
        }
    }

    /// <summary>A new object with copies of the named fields, without nulls.</summary>
    public static JsonObject Pick(this JsonObject source, params ReadOnlySpan<string> names)
    {
        var picked = new JsonObject();
        foreach (var name in names)
        {
            if (source[name] is { } value)
            {
                picked[name] = value.DeepClone();
            }
        }

        return picked;
    }
}
