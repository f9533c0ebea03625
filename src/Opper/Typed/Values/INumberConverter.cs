using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A converter of numbers, to which <c>[JsonNumberHandling]</c> applies.</summary>
internal interface INumberConverter
{
    /// <summary>The converter for members with that number handling.</summary>
    JsonConverter For(JsonNumberHandling handling, bool isNullable);
}
