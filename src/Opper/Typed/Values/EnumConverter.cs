using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Enums as strings.</summary>
internal sealed class EnumConverter<TEnum>(EnumTexts texts) : TextConverter<TEnum>
    where TEnum : struct, Enum
{
    public override JsonObject Describe() => texts.Describe();

    public override bool TryParse(string text, out TEnum value)
    {
        var isRead = texts.TryParse(text, out var boxed);
        value = isRead ? (TEnum)boxed! : default;
        return isRead;
    }

    public override string Format(TEnum value) =>
        texts.TryFormat(value) ?? throw new JsonException($"{value:D} is not a defined value of {typeof(TEnum).Name}.");
}
