namespace Opper;

/// <summary>A <see cref="CallResult{T}"/> of any type.</summary>
internal interface ICallResult
{
    object? Value { get; }
}
