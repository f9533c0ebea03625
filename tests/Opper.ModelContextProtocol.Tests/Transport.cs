namespace Opper.ModelContextProtocol.Tests;

/// <summary>The transport between client and server.</summary>
public enum Transport
{
    Stream,
    Http,
}
