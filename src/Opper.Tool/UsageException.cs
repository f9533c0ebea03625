namespace Opper.Tool;

/// <summary>Invalid use: an argument, a setting or a file is not valid.</summary>
internal sealed class UsageException(string message) : Exception(message);
