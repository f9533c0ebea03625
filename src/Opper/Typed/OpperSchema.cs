using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>The JSON Schema of a C# type as model providers require it: closed objects, all properties required, shared types in <c>$defs</c>.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<OpperSchema>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<OpperSchema>))]
public sealed class OpperSchema : IJsonValue<OpperSchema>
{
    private readonly string _text;
    private byte[]? _utf8;

    private OpperSchema()
        : this([], isWrapped: false, forbidsNullItems: false, TypeSource.Default)
    {
    }

    internal OpperSchema(JsonObject schema, bool isWrapped, bool forbidsNullItems, TypeSource source)
    {
        Schema = schema;
        IsWrapped = isWrapped;
        ForbidsNullItems = forbidsNullItems;
        Source = source;
        _text = schema.ToJsonString(SchemaBuilder.TextOptions);
    }

    /// <summary>Whether the type is not an object, and is therefore wrapped in an object as its <c>value</c> property.</summary>
    public bool IsWrapped { get; }

    internal JsonObject Schema { get; }

    /// <summary>The source of the type's contracts.</summary>
    internal TypeSource Source { get; }

    /// <summary>The cached UTF-8 JSON of the schema.</summary>
    internal byte[] Utf8 => _utf8 ??= Encoding.UTF8.GetBytes(_text);

    /// <summary>Whether lists or dictionaries have non-nullable items, which the serializer does not enforce.</summary>
    internal bool ForbidsNullItems { get; }

    /// <summary>The schema of an output with or without its wrapper.</summary>
    internal JsonObject Start(bool isWrapped) => IsWrapped && !isWrapped ? (JsonObject)Schema["properties"]![WrappedValue.PropertyName]! : Schema;

    /// <summary>The schema of <typeparamref name="T"/>; cached per type.</summary>
    /// <typeparam name="T">A type that can be serialized as JSON.</typeparam>
    /// <returns>The schema, which can be used wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type or one of its members cannot be described by a schema; the message names it and the reason.</exception>
    public static OpperSchema For<T>() => For(typeof(T));

    /// <summary>The schema of a type; cached per type.</summary>
    /// <param name="type">A type that can be serialized as JSON.</param>
    /// <returns>The schema, which can be used wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type or one of its members cannot be described by a schema; the message names it and the reason.</exception>
    public static OpperSchema For(Type type)
    {
        ThrowIf.Null(type);
        return TypeSource.Default.Output(type);
    }

    /// <summary>The schema of a type from its metadata, as native AOT requires; cached per type.</summary>
    /// <typeparam name="T">A type that can be serialized as JSON.</typeparam>
    /// <param name="typeInfo">The metadata, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <returns>The schema, which can be used wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type or one of its members cannot be described by a schema; the message names it and the reason.</exception>
    public static OpperSchema For<T>(JsonTypeInfo<T> typeInfo)
    {
        ThrowIf.Null(typeInfo);
        return TypeSource.For(typeInfo).Output(typeof(T));
    }

    /// <summary>The schema as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => _text;

    void IJsonWritable.Write(JsonOutput output) => output.Writer.WriteRawValue(Utf8, skipInputValidation: true);

    OpperSchema IJsonValue<OpperSchema>.Read(ref Utf8JsonReader reader, ref JsonSource source) =>
        throw new NotSupportedException("A schema cannot be deserialized.");
}
