using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Enums as strings: a member's name, or the one that <c>[EnumMember]</c> or <c>[JsonStringEnumMemberName]</c> gives it.</summary>
internal sealed class EnumNames : JsonConverter
{
    private static readonly ConcurrentDictionary<Type, EnumNames> Cache = new();

    private readonly Type _type;
    private readonly Dictionary<string, object> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<object, string> _byValue = [];

    private EnumNames(Type type)
    {
        _type = type;
        IsFlags = type.IsDefined(typeof(FlagsAttribute));
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var value = field.GetValue(null)!;
            var name = field.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? SystemTextJsonName(field) ?? field.Name;
            _byName[name] = value;
            if (!_byValue.ContainsKey(value))
            {
                _byValue.Add(value, name);
                Names.Add(name);
            }
        }
    }

    public bool IsFlags { get; }

    public List<string> Names { get; } = [];

    public static EnumNames Of(Type type) => Cache.GetOrAdd(type, static type => new EnumNames(type));

    public override bool CanConvert(Type objectType) => (Nullable.GetUnderlyingType(objectType) ?? objectType) == _type;

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null && Nullable.GetUnderlyingType(objectType) is not null)
        {
            return null;
        }

        if (reader.TokenType == JsonToken.String && TryParse((string)reader.Value!, out var value))
        {
            return value;
        }

        throw new JsonSerializationException($"Expected one of {string.Join(", ", Names.Select(name => $"'{name}'"))} for {_type.Name}. Path '{reader.Path}'.", reader.Path, 0, 0, innerException: null);
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
        }
        else if (_byValue.TryGetValue(value, out var name))
        {
            writer.WriteValue(name);
        }
        else if (IsFlags)
        {
            writer.WriteValue(string.Join(", ", value.ToString()!.Split(',').Select(part => _byValue[Enum.Parse(_type, part.Trim())])));
        }
        else
        {
            throw new JsonSerializationException($"{value} is not a member of {_type.Name}.");
        }
    }

    private bool TryParse(string text, out object? value)
    {
        if (_byName.TryGetValue(text.Trim(), out value))
        {
            return true;
        }

        if (!IsFlags)
        {
            return false;
        }

        ulong bits = 0;
        foreach (var part in text.Split(','))
        {
            if (!_byName.TryGetValue(part.Trim(), out var flag))
            {
                return false;
            }

            bits |= Convert.ToUInt64(flag, System.Globalization.CultureInfo.InvariantCulture);
        }

        value = Enum.ToObject(_type, bits);
        return true;
    }

    // The attribute is newer than the oldest System.Text.Json we run with.
    private static string? SystemTextJsonName(FieldInfo field)
        => field.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.FullName == "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute")
            ?.ConstructorArguments[0].Value as string;
}
