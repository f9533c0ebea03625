namespace Opper;

/// <summary>A result of whatever type, for code that does not know it.</summary>
internal interface ICallResult
{
    object? Value { get; }
}
