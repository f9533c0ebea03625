namespace Opper;

/// <summary>A request in the form of another endpoint.</summary>
/// <param name="Body">What becomes the JSON body.</param>
/// <param name="Headers">What goes along in headers.</param>
internal readonly record struct FormedRequest(object Body, IDictionary<string, string> Headers);
