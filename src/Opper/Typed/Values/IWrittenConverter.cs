using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>A converter that writes values in a form other than the one it describes for outputs.</summary>
internal interface IWrittenConverter
{
    /// <summary>The schema of what is written.</summary>
    JsonObject DescribeWritten();
}
