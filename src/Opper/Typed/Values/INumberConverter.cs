using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>A converter of numbers, to which <c>[JsonNumberHandling]</c> applies.</summary>
internal interface INumberConverter
{
    /// <summary>The converter for that number handling.</summary>
    JsonConverter For(JsonNumberHandling handling);
}
