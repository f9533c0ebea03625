using System.Collections.Concurrent;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>The JSON Schema of a C# type, in the shape that model providers want: closed objects, full <c>required</c> lists, shared types under <c>$defs</c>.</summary>
[JsonConverter(typeof(OpperSchemaConverter))]
public sealed class OpperSchema : IJsonWritable
{
    private static readonly ConcurrentDictionary<Type, OpperSchema> Cache = new();
    private static readonly ConcurrentDictionary<Type, OpperSchema> Inputs = new();
    private static readonly ConcurrentDictionary<Type, OpperSchema?> Known = new();

    private byte[]? _utf8;

    private OpperSchema(JObject schema, bool isWrapped, bool forbidsNullItems)
    {
        Schema = schema;
        IsWrapped = isWrapped;
        ForbidsNullItems = forbidsNullItems;
    }

    /// <summary>Whether the type is not an object, so that it travels as the <c>value</c> of one.</summary>
    public bool IsWrapped { get; }

    internal JObject Schema { get; }

    /// <summary>The schema as it is sent, made once.</summary>
    internal byte[] Utf8 => _utf8 ??= Encoding.UTF8.GetBytes(Schema.ToString(Formatting.None));

    internal bool ForbidsNullItems { get; }

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
            return new OpperSchema(isObject ? schema : JsonSchemaBuilder.Wrap(schema), !isObject, builder.ForbidsNullItems);
        });
    }

    /// <summary>The schema of the values that a type writes, which go out as they are: what can be got counts, and nothing is wrapped.</summary>
    internal static OpperSchema ForInput(Type type) => Inputs.GetOrAdd(type, static type =>
    {
        var builder = new JsonSchemaBuilder(isInput: true);
        return new OpperSchema(builder.Build(type, out _), isWrapped: false, builder.ForbidsNullItems);
    });

    /// <summary>The schema, or <see langword="null"/> for a type that has none: a function that has its own may still answer with it.</summary>
    internal static OpperSchema? TryFor(Type type) => Known.GetOrAdd(type, static type =>
    {
        try
        {
            return For(type);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    });

    /// <summary>The schema as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => Schema.ToString(Formatting.None);

    void IJsonWritable.Write(JsonOutput output) => output.Writer.WriteRawValue(Utf8, skipInputValidation: true);

    private sealed class OpperSchemaConverter : JsonConverter<OpperSchema>
    {
        public override bool CanRead => false;

        public override OpperSchema ReadJson(JsonReader reader, Type objectType, OpperSchema? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => throw new NotSupportedException("A schema is made from a type, not read.");

        public override void WriteJson(JsonWriter writer, OpperSchema? value, JsonSerializer serializer) => value!.Schema.WriteTo(writer);
    }
}
