namespace Opper.Tool;

/// <summary>What was asked for cannot be done: an argument, a setting or a file is at fault.</summary>
internal sealed class UsageException(string message) : Exception(message);
