namespace Opper;

/// <summary>An operation whose response is a <typeparamref name="TAnswer"/>.</summary>
/// <typeparam name="TAnswer">The type of the response.</typeparam>
internal sealed class OpperOperation<TAnswer>(string id, HttpMethod method, string template) : OpperOperation(id, method, template)
{
    /// <summary>Reads the response.</summary>
    public required JsonReadMethod<TAnswer> Read { get; init; }

    /// <summary>Creates the value of an empty or <c>null</c> response, if the API may send one.</summary>
    public Func<TAnswer>? Empty { get; init; }
}
