using System.Collections.Concurrent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>The JSON Schema of a C# type, in the shape that model providers want: closed objects, full <c>required</c> lists, shared types under <c>$defs</c>.</summary>
[JsonConverter(typeof(OpperSchemaConverter))]
public sealed class OpperSchema
{
    private static readonly ConcurrentDictionary<Type, OpperSchema> Cache = new();

    private OpperSchema(JObject schema, bool isWrapped)
    {
        Schema = schema;
        IsWrapped = isWrapped;
    }

    /// <summary>Whether the type is not an object, so that it travels as the <c>value</c> of one.</summary>
    public bool IsWrapped { get; }

    internal JObject Schema { get; }

    /// <summary>The schema of <typeparamref name="T"/>; made once per type.</summary>
    /// <typeparam name="T">A type that JSON can carry.</typeparam>
    /// <returns>Its schema, which can be given wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type, or a member of it, cannot be described; the message names which and why.</exception>
    public static OpperSchema For<T>() => For(typeof(T));

    /// <summary>The schema of a type; made once per type.</summary>
    /// <param name="type">A type that JSON can carry.</param>
    /// <returns>Its schema, which can be given wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type, or a member of it, cannot be described; the message names which and why.</exception>
    public static OpperSchema For(Type type)
    {
        ThrowIf.Null(type);
        return Cache.GetOrAdd(type, static type =>
        {
            var builder = new JsonSchemaBuilder();
            var schema = builder.Build(type, out var isObject);
            return new OpperSchema(isObject ? schema : JsonSchemaBuilder.Wrap(schema), !isObject);
        });
    }

    /// <summary>The schema as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => Schema.ToString(Formatting.None);

    private sealed class OpperSchemaConverter : JsonConverter<OpperSchema>
    {
        public override bool CanRead => false;

        public override OpperSchema ReadJson(JsonReader reader, Type objectType, OpperSchema? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => throw new NotSupportedException("A schema is made from a type, not read.");

        public override void WriteJson(JsonWriter writer, OpperSchema? value, JsonSerializer serializer) => value!.Schema.WriteTo(writer);
    }
}
