namespace Opper.Json;

/// <summary>What JSON may have at most. Its members have the names of the client's settings.</summary>
/// <param name="MaxDepth">How deep it may be nested.</param>
/// <param name="MaxNumberLength">How many characters one number may have.</param>
internal readonly record struct JsonLimits(int MaxDepth, int MaxNumberLength)
{
    public int this[string setting] => setting == nameof(MaxDepth) ? MaxDepth : MaxNumberLength;
}
