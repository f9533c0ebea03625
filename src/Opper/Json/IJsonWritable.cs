namespace Opper;

/// <summary>A value that writes itself as JSON.</summary>
internal interface IJsonWritable
{
    void Write(JsonOutput output);
}
