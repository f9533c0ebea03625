namespace Opper.Drift.Applying;

/// <summary>A difference must be applied by hand; the message has the reason.</summary>
internal sealed class CannotApplyException(string message) : Exception(message);
