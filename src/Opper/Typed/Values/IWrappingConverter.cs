using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A converter that delegates to another one.</summary>
internal interface IWrappingConverter
{
    JsonConverter Inner { get; }
}
