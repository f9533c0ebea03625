namespace Opper.Tracing;

/// <summary>A <see cref="CallResult{T}"/> of any type.</summary>
internal interface ICallResult
{
    object? Value { get; }
}
