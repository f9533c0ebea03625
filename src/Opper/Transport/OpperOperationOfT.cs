namespace Opper;

/// <summary>An operation whose answer is a <typeparamref name="TAnswer"/>.</summary>
/// <typeparam name="TAnswer">The type of the answer.</typeparam>
internal sealed class OpperOperation<TAnswer>(string id, HttpMethod method, string template) : OpperOperation(id, method, template)
{
    /// <summary>Reads the answer.</summary>
    public required JsonReadMethod<TAnswer> Read { get; init; }

    /// <summary>Makes the answer that an empty body or <c>null</c> stands for, where the API may have nothing to say.</summary>
    public Func<TAnswer>? Empty { get; init; }
}
