using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.VectorData;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Converts segments to records, by the contract of their type.</summary>
internal sealed class KnowledgeRecords<TRecord>(JsonTypeInfo<TRecord> typeInfo) : IKnowledgeFields
    where TRecord : class
{
    private const string KeyField = "key";
    private const string ContentField = "content";

    public TRecord Read(KnowledgeMatch match)
    {
        var json = new JsonObject();
        if (typeInfo.Kind != JsonTypeInfoKind.Object)
        {
            foreach (var fact in match.Metadata)
            {
                json[fact.Key] = Node(fact.Value);
            }

            json[KeyField] = match.Key;
            json[ContentField] = match.Content;
        }

        foreach (var property in typeInfo.Properties)
        {
            var value = IsKey(property)
                ? JsonValue.Create(match.Key)
                : IsContent(property) ? JsonValue.Create(match.Content) : Node(Find(match.Metadata, Field(property)));
            if (value is not null)
            {
                json[property.Name] = value;
            }
        }

        try
        {
            return json.Deserialize(typeInfo)!;
        }
        catch (JsonException exception)
        {
            throw new VectorStoreException($"The metadata of a segment does not fit {typeof(TRecord).Name} at '{exception.Path}'.")
            {
                VectorStoreSystemName = "opper",
                OperationName = "Search",
            };
        }
    }

    public string FieldOf(MemberInfo member)
    {
        var property = Property(member.Name)
            ?? throw new NotSupportedException($"{typeof(TRecord).Name}.{member.Name} is not deserialized, so it cannot be used in a filter.");
        return IsKey(property) || IsContent(property)
            ? throw new NotSupportedException($"{typeof(TRecord).Name}.{member.Name} is the {(IsKey(property) ? "key" : "text")} of a document; it can only "
                + "be compared with a string, by ==, !=, Contains, StartsWith or EndsWith.")
            : Field(property);
    }

    public Func<KnowledgeMatch, string>? PartOf(string member)
    {
        var isObject = typeInfo.Kind == JsonTypeInfoKind.Object;
        var property = isObject ? Property(member) : null;
        return (isObject ? property is not null && IsKey(property) : member == KeyField) ? static match => match.Key
            : (isObject ? property is not null && IsContent(property) : member == ContentField) ? static match => match.Content
            : null;
    }

    private JsonPropertyInfo? Property(string member) =>
        typeInfo.Properties.FirstOrDefault(property => property.AttributeProvider is MemberInfo known && known.Name == member);

    private static string Field(JsonPropertyInfo property) => Attribute<VectorStoreDataAttribute>(property)?.StorageName ?? property.Name;

    private bool IsKey(JsonPropertyInfo property) => Attribute<VectorStoreKeyAttribute>(property) is not null
        || (Is(property, KeyField) && !typeInfo.Properties.Any(static other => Attribute<VectorStoreKeyAttribute>(other) is not null));

    private bool IsContent(JsonPropertyInfo property) => Attribute<VectorStoreDataAttribute>(property) is { IsFullTextIndexed: true }
        || ((Is(property, ContentField) || Is(property, "text"))
            && !typeInfo.Properties.Any(static other => Attribute<VectorStoreDataAttribute>(other) is { IsFullTextIndexed: true }));

    private static bool Is(JsonPropertyInfo property, string name) => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase);

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static RawJson? Find(IDictionary<string, RawJson?> metadata, string name) =>
        metadata.TryGetValue(name, out var value)
            ? value
            : metadata.FirstOrDefault(fact => string.Equals(fact.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static JsonNode? Node(RawJson? value) => value is null ? null : JsonNode.Parse(value.GetRawText());
}
