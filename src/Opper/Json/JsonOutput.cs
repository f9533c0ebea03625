using System.Text.Json;

namespace Opper.Json;

/// <summary>The output that a model writes its JSON to.</summary>
/// <param name="writer">The JSON writer.</param>
/// <param name="isRequest">Whether the JSON is the body of a request, in which case required members must be set.</param>
/// <param name="types">The contracts of callers' types; <see langword="null"/> for reflection, where it is enabled.</param>
internal readonly struct JsonOutput(Utf8JsonWriter writer, bool isRequest, ICallerTypes? types = null)
{
    public ICallerTypes? Types => types ?? CallerTypes.Reflected;

    public Utf8JsonWriter Writer { get; } = writer;

    public bool IsRequest { get; } = isRequest;

    public void Member(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            JsonText.Write(Writer, value);
        }
    }

    public void Member(ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            Writer.WriteNumber(name, number);
        }
    }

    public void Member(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            Writer.WriteNumber(name, number);
        }
    }

    public void Member(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            Writer.WritePropertyName(name);
            JsonWrite.Number(Writer, number);
        }
    }

    public void Member(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } truth)
        {
            Writer.WriteBoolean(name, truth);
        }
    }

    public void Member(ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Writer.WriteString(name, time);
        }
    }

    public void Member(ReadOnlySpan<byte> name, IJsonModel? value)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            value.Write(this);
        }
    }

    /// <summary>An open enum. The default value has no name and is omitted.</summary>
    public void Member<T>(ReadOnlySpan<byte> name, T? value)
        where T : struct, IOpenValue
    {
        if (value is { Value.Length: > 0 } open)
        {
            Writer.WritePropertyName(name);
            JsonText.Write(Writer, open.Value);
        }
    }

    public void Member<T>(ReadOnlySpan<byte> name, IList<T>? value)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            List(value);
        }
    }

    public void Member<T>(ReadOnlySpan<byte> name, IDictionary<string, T>? value)
    {
        if (value is null)
        {
            return;
        }

        Writer.WritePropertyName(name);
        Writer.WriteStartObject();
        foreach (var entry in value)
        {
            PropertyName(entry.Key);
            Item(entry.Value);
        }

        Writer.WriteEndObject();
    }

    /// <summary>Free-form JSON or a union.</summary>
    public void Member(ReadOnlySpan<byte> name, object? value)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            Free(value);
        }
    }

    /// <summary>A free-form object, such as a schema or metadata. A string must be the JSON of an object, and a type stands for its schema.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="value">The value, or <see langword="null"/> to omit the member.</param>
    /// <param name="property">The C# property, for messages.</param>
    /// <param name="isInputSchema">Whether a type stands for the schema of a request value.</param>
    public void ObjectMember(ReadOnlySpan<byte> name, object? value, string property, bool isInputSchema = false)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            Free(value switch
            {
                string text => ParseObject(text, property),
                Type type when isInputSchema => Types?.Input(type) ?? throw CallerTypes.WithoutMetadata(type),
                _ => value,
            });
        }
    }

    /// <inheritdoc cref="ObjectMember(ReadOnlySpan{byte}, object, string, bool)"/>
    public void ObjectMember<T>(ReadOnlySpan<byte> name, IList<T>? values, string property) =>
        Member(name, values?.Select(value => value is string text ? ParseObject(text, property) : (object?)value).ToList());

    /// <exception cref="ArgumentException">The text is not a JSON object; the message names the property.</exception>
    public static RawJson ParseObject(string text, string property)
    {
        try
        {
            return RawJson.Parse(text) is { ValueKind: JsonValueKind.Object } json ? json : throw new ArgumentException("it is another type of JSON value.");
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{property} is a string that is not a JSON object: {exception.Message}", property, exception);
        }
    }

    public void List<T>(IList<T> items)
    {
        Writer.WriteStartArray();
        foreach (var item in items)
        {
            Item(item);
        }

        Writer.WriteEndArray();
    }

    public void Free(object? value) => JsonWrite.Free(this, value);

    public void PropertyName(string name)
    {
        try
        {
            Writer.WritePropertyName(name);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException("A JSON member name is not valid Unicode.");
        }
    }

    /// <summary>Throws if a required member is not set, not even in the additional properties.</summary>
    public void Demand(bool isSet, string type, string property, string name, IDictionary<string, RawJson?>? additional)
    {
        if (!isSet && IsRequest && additional?.ContainsKey(name) != true)
        {
            throw new ArgumentException($"{type}.{property} ('{name}') is required by the Opper API and is not set.", property);
        }
    }

    /// <summary>Throws if a name is set but blank.</summary>
    public void DemandText(string? value, string type, string property, string name)
    {
        if (IsRequest && value is not null && string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException($"{type}.{property} ('{name}') must not be empty or blank.", property);
        }
    }

    public void Additional(IDictionary<string, RawJson?>? members, Func<string, bool> isSet, string type)
    {
        foreach (var member in members ?? new Dictionary<string, RawJson?>())
        {
            if (isSet(member.Key))
            {
                throw new ArgumentException($"'{member.Key}' is set twice: as a property of {type} and in {type}.AdditionalProperties.", nameof(members));
            }

            PropertyName(member.Key);
            Free(member.Value);
        }
    }

    private void Item<T>(T value)
    {
        if (value is null)
        {
            Writer.WriteNullValue();
        }
        else
        {
            JsonItemWriter<T>.Write(this, value);
        }
    }
}
