using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Opper.Aspire.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds the Opper emulator to an app host.</summary>
public static class OpperEmulatorBuilderExtensions
{
    private const string Package = "Opper.Emulator.Tool";
    private const string Memory = ":memory:";

    /// <summary>Adds an emulator: the .NET tool <c>Opper.Emulator.Tool</c>, of the same version as this package, which the SDK of .NET 10 fetches and runs. Its health is <c>GET /health</c>.</summary>
    /// <remarks>It is for developing and testing and left out of the manifest; deployed applications get a connection string: <c>builder.ExecutionContext.IsRunMode ? builder.AddOpperEmulator("opper") : builder.AddConnectionString("opper")</c>.</remarks>
    /// <param name="builder">The app host.</param>
    /// <param name="name">The resource's name, which projects name in <c>AddOpperClient</c>.</param>
    /// <param name="port">The port that projects and people reach it by. Default: a free one.</param>
    /// <returns>The resource. Further options of the tool go into <c>WithArgs</c>.</returns>
    public static IResourceBuilder<OpperEmulatorResource> AddOpperEmulator(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var resource = new OpperEmulatorResource(name, builder.AppHostDirectory);
        return builder.AddResource(resource)
            .WithHttpEndpoint(port: port, name: OpperEmulatorResource.EndpointName)
            .WithHttpHealthCheck("/health", endpointName: OpperEmulatorResource.EndpointName)
            .WithArgs(context =>
            {
                foreach (var argument in new object[] { "tool", "exec", $"{Package}@{ToolVersion}", "--yes", "--", "--port", resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort), "--data", DataPath(builder, resource) })
                {
                    context.Args.Add(argument);
                }
            })
            .ExcludeFromManifest();
    }

    /// <summary>Keeps the emulator's state in a file, so that it outlives the app host.</summary>
    /// <param name="builder">The emulator.</param>
    /// <param name="path">The SQLite file, from the app host's folder. Default of the emulator: in memory, gone when it stops.</param>
    /// <returns>The emulator.</returns>
    public static IResourceBuilder<OpperEmulatorResource> WithDataFile(this IResourceBuilder<OpperEmulatorResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.WithAnnotation(new DataFileAnnotation(path), ResourceAnnotationMutationBehavior.Replace);
    }

    private static string ToolVersion => typeof(OpperEmulatorResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string DataPath(IDistributedApplicationBuilder builder, OpperEmulatorResource resource)
        => resource.TryGetLastAnnotation<DataFileAnnotation>(out var file) ? Path.GetFullPath(file.Path, builder.AppHostDirectory) : Memory;
}
