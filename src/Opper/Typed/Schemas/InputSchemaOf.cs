namespace Opper;

/// <summary>The schema of the values that a type writes, where a request is given the type itself.</summary>
internal sealed record InputSchemaOf(Type Type) : IJsonWritable
{
    public void Write(JsonOutput output) => output.Free(output.Types?.Input(Type) ?? throw TypeSource.WithoutMetadata(Type));
}
