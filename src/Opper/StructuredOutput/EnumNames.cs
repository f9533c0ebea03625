using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>Enums as strings: a member's name, or the one that <c>[EnumMember]</c> or <c>[JsonStringEnumMemberName]</c> gives it.</summary>
internal sealed class EnumNames : JsonConverter
{
    private static readonly ConcurrentDictionary<Type, EnumNames> Cache = new();

    private readonly Type _type;
    private readonly Dictionary<string, object> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _byAnyCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<object, string> _byValue = [];

    private EnumNames(Type type, NamingStrategy? naming)
    {
        _type = type;
        IsFlags = type.IsDefined(typeof(FlagsAttribute));
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var value = field.GetValue(null)!;
            var given = field.GetCustomAttribute<EnumMemberAttribute>()?.Value;
            var other = SystemTextJsonName(field);
            HasSystemTextJsonNames |= given is null && other is not null;
            var name = given ?? other ?? naming?.GetPropertyName(field.Name, hasSpecifiedName: false) ?? field.Name;
            _byName[name] = value;
            _byAnyCase[name] = value;
            if (!_byValue.ContainsKey(value))
            {
                _byValue.Add(value, name);
                Names.Add(name);
                if (field.GetCustomAttribute<DescriptionAttribute>() is { } description)
                {
                    Descriptions.Add($"{name}: {description.Description}");
                }
            }
        }
    }

    public bool IsFlags { get; }

    public List<string> Names { get; } = [];

    /// <summary>What <c>[Description]</c> says about the members that have one.</summary>
    public List<string> Descriptions { get; } = [];

    /// <summary>Whether a name is given in a way that the serializer does not know when the enum is the key of a dictionary.</summary>
    public bool HasSystemTextJsonNames { get; }

    public static EnumNames Of(Type type) => Cache.GetOrAdd(type, static type => new EnumNames(type, null));

    /// <summary>The names by a converter that an attribute set: it may bring a naming strategy.</summary>
    public static EnumNames Of(Type type, Newtonsoft.Json.Converters.StringEnumConverter converter)
        => converter.NamingStrategy is { } naming ? new EnumNames(type, naming) : Of(type);

    public string NameOf(object value) => _byValue[value];

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

    public bool TryParse(string text, out object? value)
    {
        if (TryFind(text.Trim(), out value))
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
            if (!TryFind(part.Trim(), out var flag) || flag is null)
            {
                return false;
            }

            bits |= Convert.ToUInt64(flag, System.Globalization.CultureInfo.InvariantCulture);
        }

        value = Enum.ToObject(_type, bits);
        return true;
    }

    private bool TryFind(string name, out object? value) => _byName.TryGetValue(name, out value) || _byAnyCase.TryGetValue(name, out value);

    // The attribute is newer than the oldest System.Text.Json we run with.
    private static string? SystemTextJsonName(FieldInfo field)
        => field.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.FullName == "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute")
            ?.ConstructorArguments[0].Value as string;
}
