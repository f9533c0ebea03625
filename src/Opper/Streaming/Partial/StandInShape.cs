using System.Text.Json;

namespace Opper.Streaming;

/// <summary>A collection that is converted from another one, on each read.</summary>
internal sealed class StandInShape(Type type, Shape standIn, TypeSource source) : Shape(type)
{
    public override bool IsContainer => true;

    public override int Lag => AnyShape.LagOfCopies;

    public override Shape? Item => standIn.Item;

    public override Shape Structure => standIn;

    public override Shape? Member(string name) => standIn.Member(name);

    protected override object? CreateEmpty(int depth) => AnyShape.Read(source, Type, standIn.WriteOmitted);

    public override bool MayBeOmitted(int depth) => standIn.MayBeOmitted(depth);

    public override void WriteOmitted(Utf8JsonWriter writer) => standIn.WriteOmitted(writer);

    protected override object? BuildContent(PartialNode node) => AnyShape.Read(source, Type, writer => standIn.Write(node, writer));

    public override void Write(PartialNode node, Utf8JsonWriter writer) => standIn.Write(node, writer);
}
