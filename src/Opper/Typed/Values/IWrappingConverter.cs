using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>A converter that delegates to another one.</summary>
internal interface IWrappingConverter
{
    JsonConverter Inner { get; }
}
