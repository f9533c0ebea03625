using System.Text.Json;

namespace Opper.Streaming;

/// <summary>A collection that is converted from another one, on each read.</summary>
internal sealed class SubstituteShape(Type type, Shape substitute, TypeSource source) : Shape(type)
{
    public override bool IsContainer => true;

    public override int Lag => AnyShape.LagOfCopies;

    public override Shape? Item => substitute.Item;

    public override Shape Structure => substitute;

    public override Shape? Member(string name) => substitute.Member(name);

    protected override object? CreateEmpty(int depth) => AnyShape.Read(source, Type, substitute.WriteOmitted);

    public override bool MayBeOmitted(int depth) => substitute.MayBeOmitted(depth);

    public override void WriteOmitted(Utf8JsonWriter writer) => substitute.WriteOmitted(writer);

    protected override object? BuildContent(PartialNode node) => AnyShape.Read(source, Type, writer => substitute.Write(node, writer));

    public override void Write(PartialNode node, Utf8JsonWriter writer) => substitute.Write(node, writer);
}
