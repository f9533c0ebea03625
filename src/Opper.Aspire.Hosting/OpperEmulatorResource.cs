using Aspire.Hosting.ApplicationModel;

namespace Opper.Aspire.Hosting;

/// <summary>An Opper emulator that runs with the app host. Projects that refer to it get its connection string: <c>Endpoint=http://…;Key=…</c>.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="workingDirectory">The folder it runs in.</param>
public sealed class OpperEmulatorResource(string name, string workingDirectory) : ExecutableResource(name, "dotnet", workingDirectory), IResourceWithConnectionString
{
    internal const string EndpointName = "http";

    // On loopback it takes any key.
    private const string Key = "emulator";

    /// <summary>Where it listens.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new EndpointReference(this, EndpointName);

    /// <summary>What projects connect by.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"Endpoint={PrimaryEndpoint.Property(EndpointProperty.Url)};Key={Key}");
}
