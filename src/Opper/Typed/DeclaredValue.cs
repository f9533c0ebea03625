namespace Opper;

/// <summary>A value that is written as its declared type rather than its run-time type, so that a polymorphic type writes its discriminator.</summary>
internal sealed record DeclaredValue(object Value, Type Type, TypeSource Source) : IJsonWritable
{
    public void Write(JsonOutput output) => TypedWriter.Write(output.Writer, Value, Source.Info(Type));
}
