using System.Text.Json;

namespace Opper.Streaming;

/// <summary>A scalar. A string grows with each delta; any other value is set once the text received can be parsed.</summary>
internal sealed class LeafShape(Type type, IValueText? converter, TypeSource source) : Shape(type)
{
    private const int LagOfTexts = 64;

    private readonly Type _plain = Nullable.GetUnderlyingType(type) ?? type;
    private readonly bool _isText = type == typeof(string);
    private bool? _isNumber;

    public override bool IsContainer => false;

    public override int Lag => _isText ? LagOfTexts : 0;

    public override bool IsNumber =>
        _isNumber ??= converter is IDescribedConverter described ? SchemaNavigator.Types(described.Describe()) is ["integer" or "number"] : _plain.IsEnum;

    protected override object? CreateEmpty(int depth) => _isText ? string.Empty : null;

    protected override object? BuildContent(PartialNode node)
    {
        if (node.Kind is PartialKind.Object or PartialKind.Array || (node.Kind == PartialKind.Unterminated && _isText))
        {
            return NotYet;
        }

        return _isText ? node.Text : Parse(node);
    }

    protected override void WriteValue(PartialNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case PartialKind.None or PartialKind.Null:
                writer.WriteNullValue();
                break;
            case PartialKind.String:
                WriteText(node, writer);
                break;
            case PartialKind.Boolean or PartialKind.Number or PartialKind.Unterminated when !_isText || node.IsExact:
                writer.WriteRawValue(node.Text);
                break;
            default:
                // Part of a string that the server sent as a number.
                writer.WriteStringValue(node.Text);
                break;
        }
    }

    private object? Parse(PartialNode node)
    {
        if (converter is not null)
        {
            // Whether a named number is allowed depends on the number handling, which the contract of the type applies.
            var text = node.Text;
            return converter.TryParse(text, out var value) ? value
                : JsonLiteral.NamedNumbers.Contains(text) ? AnyShape.Read(source, Type, writer => Write(node, writer))
                : NotYet;
        }

        return _plain == typeof(bool) ? (bool.TryParse(node.Text, out var truth) ? truth : NotYet)
            : AnyShape.Read(source, Type, writer => Write(node, writer));
    }

    // A number or Boolean may be sent as a string; the type decides.
    private void WriteText(PartialNode node, Utf8JsonWriter writer)
    {
        var text = node.Text;
        var trimmed = _isText ? text : text.Trim();
        if (_isText || node.IsExact)
        {
            writer.WriteStringValue(text);
        }
        else if (_plain != Type && (trimmed.Length == 0 || trimmed == "null") && converter?.TryParse(text, out _) != true)
        {
            writer.WriteNullValue();
        }
        else if (_plain == typeof(bool) && bool.TryParse(trimmed, out var truth))
        {
            writer.WriteBooleanValue(truth);
        }
        else if (IsNumber && JsonLiteral.TypeOf(trimmed) == JsonTokenType.Number)
        {
            writer.WriteRawValue(trimmed, skipInputValidation: false);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}
