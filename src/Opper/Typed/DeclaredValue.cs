namespace Opper;

/// <summary>A value that is written as the type that was declared for it, whatever its own is: a member of a family then says which it is.</summary>
internal sealed record DeclaredValue(object Value, Type Type, TypeSource Source) : IJsonWritable
{
    public void Write(JsonOutput output) => TypedWriter.Write(output.Writer, Value, Source.Info(Type));
}
