namespace Opper.Drift.Applying;

/// <summary>A difference has to be taken over by hand; the message says why.</summary>
internal sealed class CannotApplyException(string message) : Exception(message);
