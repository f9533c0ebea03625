using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Opper.Aspire.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds the Opper emulator to an app host.</summary>
public static class OpperEmulatorBuilderExtensions
{
    private const string Package = "Opper.Emulator.Tool";
    private const string Memory = ":memory:";

    /// <summary>Adds an emulator: the .NET tool <c>Opper.Emulator.Tool</c> in the version of this package, which the .NET 10 SDK downloads and runs. Its health
    /// check is <c>GET /health</c>.</summary>
    /// <remarks>It is for development and tests, and is omitted from the manifest. For deployment, use a connection string:
    /// <c>builder.ExecutionContext.IsRunMode ? builder.AddOpperEmulator("opper") : builder.AddConnectionString("opper")</c>.</remarks>
    /// <param name="builder">The app host.</param>
    /// <param name="name">The name of the resource, which projects pass to <c>AddOpperClient</c>.</param>
    /// <param name="port">The port. Default: a free one.</param>
    /// <returns>The resource. Set other options of the tool with <c>WithArgs</c>.</returns>
    public static IResourceBuilder<OpperEmulatorResource> AddOpperEmulator(this IDistributedApplicationBuilder builder,
        [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var resource = new OpperEmulatorResource(name, builder.AppHostDirectory);
        return builder.AddResource(resource)
            .WithHttpEndpoint(port: port, name: OpperEmulatorResource.EndpointName)
            .WithHttpHealthCheck("/health", endpointName: OpperEmulatorResource.EndpointName)
            .WithArgs(context =>
            {
                foreach (var argument in new object[]
                {
                    "tool",
                    "exec",
                    $"{Package}@{ToolVersion}",
                    "--yes",
                    "--",
                    "--port",
                    resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort),
                    "--data",
                    DataPath(builder, resource),
                })
                {
                    context.Args.Add(argument);
                }
            })
            .ExcludeFromManifest();
    }

    /// <summary>Stores the emulator's state in a file, so that it persists when the app host stops.</summary>
    /// <param name="builder">The emulator.</param>
    /// <param name="path">The SQLite file, relative to the directory of the app host. Without this method, the state is in memory.</param>
    /// <returns>The emulator.</returns>
    public static IResourceBuilder<OpperEmulatorResource> WithDataFile(this IResourceBuilder<OpperEmulatorResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.WithAnnotation(new DataFileAnnotation(path), ResourceAnnotationMutationBehavior.Replace);
    }

    private static string ToolVersion =>
        typeof(OpperEmulatorResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string DataPath(IDistributedApplicationBuilder builder, OpperEmulatorResource resource) =>
        resource.TryGetLastAnnotation<DataFileAnnotation>(out var file) ? Path.GetFullPath(file.Path, builder.AppHostDirectory) : Memory;
}
