namespace Opper;

/// <summary>A request that was translated to another endpoint.</summary>
/// <param name="Body">The JSON body.</param>
/// <param name="Headers">Additional headers.</param>
internal readonly record struct FormedRequest(object Body, IDictionary<string, string> Headers);
