using System.Reflection;
using Newtonsoft.Json;

namespace Opper.Extensions.AI;

/// <summary>Sets fields of a request by their names on the wire: those that it has as properties there, others beside them.</summary>
internal static class ChatFields
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings { DateParseHandling = DateParseHandling.None });

    private static readonly Dictionary<string, PropertyInfo> Known = typeof(ChatCompletionRequest).GetProperties()
        .Select(static property => (property, property.GetCustomAttribute<JsonPropertyAttribute>()?.PropertyName))
        .Where(static pair => pair.PropertyName is not null)
        .ToDictionary(static pair => pair.PropertyName!, static pair => pair.property, StringComparer.Ordinal);

    /// <summary>Sets a field, unless the request has it already.</summary>
    public static void Add(ChatCompletionRequest request, string name, object? value)
    {
        var token = AIJson.ToToken(value);
        if (!Known.TryGetValue(name, out var property))
        {
            request.AdditionalProperties[name] = token;
            return;
        }

        if (property.GetValue(request) is not null)
        {
            return;
        }

        try
        {
            property.SetValue(request, token.ToObject(property.PropertyType, Serializer));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{name}\"] does not fit the request's field of that name: {exception.Message}", nameof(value), exception);
        }
    }
}
