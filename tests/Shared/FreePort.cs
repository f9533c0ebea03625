using System.Net.NetworkInformation;

namespace Opper.TestSupport;

/// <summary>
/// Ports for servers that cannot be started on port 0. They are below the range that operating systems assign ports from, so that no other test's server or
/// connection gets one between its choice and its use.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int Limit = 32_000;

    public static int Next()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static listener => listener.Port).ToHashSet();
        int port;
        do
        {
            port = Random.Shared.Next(First, Limit);
        }
        while (taken.Contains(port));

        return port;
    }
}
