namespace Opper.Batch.Orleans.Tests;

/// <summary>An exception whose message cannot be created.</summary>
internal sealed class SilentException : Exception
{
    public override string Message => throw new InvalidOperationException("There is no message.");
}
