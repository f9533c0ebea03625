using System.Text.Json;

namespace Opper;

/// <summary>A model of the API contract, whose reader and writer are generated.</summary>
internal interface IJsonModel
{
    /// <summary>Reads the value that <paramref name="reader"/> is positioned on, and leaves it on the last token of that value.</summary>
    void Read(ref Utf8JsonReader reader, ref JsonSource source);

    /// <summary>Writes the model as JSON.</summary>
    void Write(JsonOutput output);
}
