using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A converter of numbers, which <c>[JsonNumberHandling]</c> may want as text.</summary>
internal interface INumberConverter
{
    /// <summary>The converter for members that are handled so.</summary>
    JsonConverter For(JsonNumberHandling handling, bool isNullable);
}
