using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>The JSON Schema of a C# type, in the shape that model providers want: closed objects, full <c>required</c> lists, shared types under <c>$defs</c>.</summary>
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

    /// <summary>Whether the type is not an object, so that it travels as the <c>value</c> of one.</summary>
    public bool IsWrapped { get; }

    internal JsonObject Schema { get; }

    /// <summary>Where the types of this schema are described.</summary>
    internal TypeSource Source { get; }

    /// <summary>The schema as it is sent, made once.</summary>
    internal byte[] Utf8 => _utf8 ??= Encoding.UTF8.GetBytes(_text);

    /// <summary>Whether lists or dictionaries must not hold nulls, which the serializer would let in.</summary>
    internal bool ForbidsNullItems { get; }

    /// <summary>Where the schema of an answer begins that comes in its wrapper, or without it.</summary>
    internal JsonObject Start(bool isWrapped) => IsWrapped && !isWrapped ? (JsonObject)Schema["properties"]![WrappedValue.PropertyName]! : Schema;

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
        return TypeSource.Default.Output(type);
    }

    /// <summary>The schema of a type by its metadata, which native AOT needs; made once per type.</summary>
    /// <typeparam name="T">A type that JSON can carry.</typeparam>
    /// <param name="typeInfo">Its metadata, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <returns>Its schema, which can be given wherever a request takes one.</returns>
    /// <exception cref="NotSupportedException">The type, or a member of it, cannot be described; the message names which and why.</exception>
    public static OpperSchema For<T>(JsonTypeInfo<T> typeInfo)
    {
        ThrowIf.Null(typeInfo);
        return TypeSource.For(typeInfo).Output(typeof(T));
    }

    /// <summary>The schema as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => _text;

    void IJsonWritable.Write(JsonOutput output) => output.Writer.WriteRawValue(Utf8, skipInputValidation: true);

    OpperSchema IJsonValue<OpperSchema>.Read(ref Utf8JsonReader reader, ref JsonSource source) => throw new NotSupportedException("A schema is made from a type, not read.");
}
