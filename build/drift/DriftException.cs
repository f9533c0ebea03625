namespace Opper.Drift;

/// <summary>The comparison failed; the message has the reason.</summary>
internal sealed class DriftException(string message) : Exception(message);
