using System.Text.Json.Nodes;

namespace Opper;

/// <summary>A converter whose values are written in another form than the one they are asked for in.</summary>
internal interface IWrittenConverter
{
    /// <summary>The schema of what is written.</summary>
    JsonObject DescribeWritten();
}
