namespace Opper.ModelContextProtocol.Tests;

/// <summary>How client and server talk.</summary>
public enum Transport
{
    Stream,
    Http,
}
