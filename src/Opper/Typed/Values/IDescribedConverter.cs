using System.Text.Json.Nodes;

namespace Opper;

/// <summary>A converter that provides the JSON Schema of what it reads, so that the two are kept in one place.</summary>
internal interface IDescribedConverter
{
    JsonObject Describe();
}
