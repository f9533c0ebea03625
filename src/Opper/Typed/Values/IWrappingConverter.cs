using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A converter around another.</summary>
internal interface IWrappingConverter
{
    JsonConverter Inner { get; }
}
