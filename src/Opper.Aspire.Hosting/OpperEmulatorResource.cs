using Aspire.Hosting.ApplicationModel;

namespace Opper.Aspire.Hosting;

/// <summary>An Opper emulator that runs with the app host. Projects that reference it get its connection string: <c>Endpoint=http://…;Key=…</c>.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="workingDirectory">The working directory.</param>
public sealed class OpperEmulatorResource(string name, string workingDirectory) : ExecutableResource(name, "dotnet", workingDirectory),
    IResourceWithConnectionString
{
    internal const string EndpointName = "http";

    // On loopback, the emulator accepts any key.
    private const string Key = "emulator";

    /// <summary>The HTTP endpoint.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new EndpointReference(this, EndpointName);

    /// <summary>The connection string for projects.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"Endpoint={PrimaryEndpoint.Property(EndpointProperty.Url)};Key={Key}");
}
