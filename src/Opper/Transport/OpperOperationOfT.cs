namespace Opper.Transport;

/// <summary>An operation whose response is a <typeparamref name="TResponse"/>.</summary>
/// <typeparam name="TResponse">The type of the response.</typeparam>
internal sealed class OpperOperation<TResponse>(string id, HttpMethod method, string template) : OpperOperation(id, method, template)
{
    /// <summary>Reads the response.</summary>
    public required JsonReadMethod<TResponse> Read { get; init; }

    /// <summary>Creates the value of an empty or <c>null</c> response, if the API may send one.</summary>
    public Func<TResponse>? Empty { get; init; }
}
