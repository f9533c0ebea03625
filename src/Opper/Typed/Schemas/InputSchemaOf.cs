namespace Opper;

/// <summary>The schema of the values that a type writes, where a request is given the type itself.</summary>
internal sealed record InputSchemaOf(Type Type) : IJsonWritable
{
    public void Write(JsonOutput output) => ((IJsonWritable)(output.Types ?? TypeSource.Default).Input(Type)).Write(output);
}
