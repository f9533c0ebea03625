namespace Opper.Quickstart;

/// <summary>An argument, a setting or the file is not valid.</summary>
internal sealed class UsageException(string message) : Exception(message);
