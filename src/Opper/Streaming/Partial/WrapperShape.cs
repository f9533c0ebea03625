using System.Text.Json;

namespace Opper;

/// <summary>The wrapper object around a value that is not an object.</summary>
internal sealed class WrapperShape(Shape value) : Shape(typeof(object))
{
    public override bool IsContainer => true;

    public override Shape? Member(string name) => name == WrappedValue.PropertyName ? value : null;

    public override bool MayBeSilent(int depth) => value.MayBeSilent(depth + 1);

    public override object? Build(PartialNode node) => throw new InvalidOperationException("The wrapper itself is never built.");

    protected override void WriteSilentMembers(PartialNode? node, Utf8JsonWriter writer)
    {
        if (node?.Find(WrappedValue.PropertyName) is not { HasContent: true, IsDropped: false } && value.MayBeSilent(1))
        {
            writer.WritePropertyName(WrappedValue.PropertyName);
            value.WriteSilent(writer);
        }
    }
}
