using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>The JSON names of an enum's members: the C# names, or those from <c>[EnumMember]</c> or <c>[JsonStringEnumMemberName]</c>.</summary>
internal sealed class EnumTexts
{
    private readonly Type _type;
    private readonly bool _isNative;
    private readonly Dictionary<string, object> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _byAnyCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<object, string> _byValue = [];
    private readonly List<(ulong Bits, string Name)> _flags = [];
    private readonly List<string> _descriptions = [];

    /// <param name="type">The enum.</param>
    /// <param name="naming">The name of a member without such an attribute; <see langword="null"/> for the C# name.</param>
    /// <param name="isNative">Whether System.Text.Json reads the names: it ignores <c>[EnumMember]</c>, and rejects an empty string for flags.</param>
    public EnumTexts([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type type,
        Func<FieldInfo, string>? naming = null, bool isNative = false)
    {
        _type = type;
        _isNative = isNative;
        IsFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            Add(field, (isNative ? null : field.GetCustomAttribute<EnumMemberAttribute>()?.Value) ?? SystemTextJsonName(field)
                ?? naming?.Invoke(field) ?? field.Name);
        }

        _flags.Sort(static (left, right) => right.Bits.CompareTo(left.Bits));
    }

    public bool IsFlags { get; }

    public List<string> Names { get; } = [];

    public JsonObject Describe()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (IsFlags)
        {
            schema["description"] = $"One or more of these, separated by commas{(_isNative ? string.Empty : ", or an empty string")}: "
                + string.Join(", ", Names);
            var one = "(" + string.Join("|", Names.Select(System.Text.RegularExpressions.Regex.Escape)) + ")";
            schema["pattern"] = $"^({one}(, ?{one})*){(_isNative ? string.Empty : "?")}$";
            return schema;
        }

        schema["enum"] = Strings(Names);
        if (_descriptions.Count > 0)
        {
            schema["description"] = string.Join("; ", _descriptions);
        }

        return schema;
    }

    public bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        if (TryFind(text, out value))
        {
            return true;
        }

        if (!IsFlags)
        {
            return false;
        }

        ulong bits = 0;
        foreach (var part in text.Trim().Length == 0 ? [] : text.Split(','))
        {
            if (!TryFind(part, out var flag))
            {
                return false;
            }

            bits |= Bits(flag);
        }

        value = Enum.ToObject(_type, bits);
        return true;
    }

    /// <returns>The text, or <see langword="null"/> for a value without a name.</returns>
    public string? TryFormat(object value)
    {
        if (_byValue.TryGetValue(value, out var name) || !IsFlags)
        {
            return name;
        }

        var rest = Bits(value);
        var names = new List<string>();
        foreach (var (bits, flag) in _flags)
        {
            if (bits != 0 && (rest & bits) == bits)
            {
                names.Insert(0, flag);
                rest &= ~bits;
            }
        }

        return rest == 0 ? string.Join(", ", names) : null;
    }

    private static JsonArray Strings(IEnumerable<string> names) => new([.. names.Select(static name => (JsonNode)name)]);

    private static ulong Bits(object value) =>
        Enum.GetUnderlyingType(value.GetType()) == typeof(ulong)
            ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
            : unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));

    // Looked up by name: the attribute is newer than the oldest supported System.Text.Json.
    private static string? SystemTextJsonName(FieldInfo field) =>
        field.GetCustomAttributesData().FirstOrDefault(
            static data => data.AttributeType.FullName == "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute")
            ?.ConstructorArguments[0].Value as string;

    private void Add(FieldInfo field, string name)
    {
        var value = field.GetValue(null)!;
        if (!_byName.ContainsKey(name))
        {
            _byName.Add(name, value);
        }

        if (!_byAnyCase.ContainsKey(name))
        {
            _byAnyCase.Add(name, value);
        }

        if (_byValue.ContainsKey(value))
        {
            return;
        }

        _byValue.Add(value, name);
        _flags.Add((Bits(value), name));
        Names.Add(name);
        if (field.GetCustomAttribute<DescriptionAttribute>() is { } description)
        {
            _descriptions.Add($"{name}: {description.Description}");
        }
    }

    private bool TryFind(string text, [NotNullWhen(true)] out object? value) =>
        _byName.TryGetValue(text, out value) || _byName.TryGetValue(text = text.Trim(), out value) || _byAnyCase.TryGetValue(text, out value);
}
