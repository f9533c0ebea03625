using System.Text.Json.Nodes;

namespace Opper;

/// <summary>A converter that knows the JSON Schema of what it reads: the two are written side by side, so that they say the same.</summary>
internal interface IDescribedConverter
{
    JsonObject Describe();
}
