namespace Opper;

/// <summary>A value that writes its own JSON form into a request.</summary>
internal interface IJsonWritable
{
    void Write(JsonOutput output);
}
