using System.Text.Json;

namespace Opper;

/// <summary>Where a model writes its wire form.</summary>
/// <param name="writer">Receives the JSON.</param>
/// <param name="isRequest">Whether the JSON is sent: then what the API requires must be set.</param>
/// <param name="types">Where callers' own types are described; <see langword="null"/> for reflection, where it may be used.</param>
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

    /// <summary>An open enum; its default value, which has no name, is left out.</summary>
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

    /// <summary>Free JSON or a union.</summary>
    public void Member(ReadOnlySpan<byte> name, object? value)
    {
        if (value is not null)
        {
            Writer.WritePropertyName(name);
            Free(value);
        }
    }

    /// <summary>What the contract calls an object and leaves free, such as a schema or metadata: a text can only be the JSON of one, and a type means its schema.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">Its value, or <see langword="null"/> for none.</param>
    /// <param name="property">The property that has it, to name it by.</param>
    /// <param name="isInputSchema">Whether a type means the schema of what it writes.</param>
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
    public void ObjectMember<T>(ReadOnlySpan<byte> name, IList<T>? values, string property)
        => Member(name, values?.Select(value => value is string text ? ParseObject(text, property) : (object?)value).ToList());

    /// <exception cref="ArgumentException">The text is not the JSON of an object; the message names the property.</exception>
    public static RawJson ParseObject(string text, string property)
    {
        try
        {
            return RawJson.Parse(text) is { ValueKind: JsonValueKind.Object } json ? json : throw new ArgumentException("it is JSON of another kind.");
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{property} is a text that is not a JSON object: {exception.Message}", property, exception);
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
            throw new ArgumentException("A name of a JSON member is not valid Unicode text.");
        }
    }

    /// <summary>Refuses a required member that is not set, and is not among the additional ones either.</summary>
    public void Demand(bool isSet, string type, string property, string name, IDictionary<string, RawJson?>? additional)
    {
        if (!isSet && IsRequest && additional?.ContainsKey(name) != true)
        {
            throw new ArgumentException($"{type}.{property} ('{name}') is required by the Opper API and is not set.", property);
        }
    }

    /// <summary>Refuses a name that is set but blank.</summary>
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
