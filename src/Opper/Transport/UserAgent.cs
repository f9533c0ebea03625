using System.Reflection;
using System.Runtime.InteropServices;

namespace Opper.Transport;

/// <summary>Creates the User-Agent header.</summary>
internal static class UserAgent
{
    private static readonly string Library = "opper-dotnet/" + Version() + " ("
        + RuntimeInformation.FrameworkDescription.Replace('(', '[').Replace(')', ']') + ")";

    public static string Create(string? applicationName) => applicationName is null ? Library : Library + " " + applicationName;

    private static string Version()
    {
        var version = typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var build = version.IndexOf('+');
        return build < 0 ? version : version.Substring(0, build);
    }
}
