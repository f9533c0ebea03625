namespace Opper.Drift;

/// <summary>The comparison could not be made; the message says why, for people.</summary>
internal sealed class DriftException(string message) : Exception(message);
