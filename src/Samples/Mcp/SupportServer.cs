namespace Opper.Samples.Mcp;

/// <summary>An MCP server that gives any MCP client, such as an editor or a chat application, a managed function and a knowledge base.</summary>
public static class SupportServer
{
    /// <summary>Serves a client that starts this program and talks to it over standard input and output.</summary>
    /// <param name="settings">The section <c>Opper</c> of the configuration.</param>
    /// <param name="cancellationToken">Stops it; it stops as well when its input ends.</param>
    /// <returns>The running server.</returns>
    public static async Task RunStdioAsync(IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        // Standard output is the protocol's.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(settings);
        AddTools(builder.Services, builder.Configuration.GetSection("Opper")).WithStdioServerTransport();
        using var host = builder.Build();
        await host.RunAsync(cancellationToken);
    }

    /// <summary>Serves clients over HTTP, on the address that ASP.NET Core listens on.</summary>
    /// <param name="args">Arguments for ASP.NET Core, such as <c>--urls http://127.0.0.1:5000</c>.</param>
    /// <param name="settings">The section <c>Opper</c> of the configuration.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The running server.</returns>
    public static async Task RunHttpAsync(string[] args, IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddInMemoryCollection(settings);
        AddTools(builder.Services, builder.Configuration.GetSection("Opper")).WithHttpTransport();
        await using var app = builder.Build();
        app.MapMcp();
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static IMcpServerBuilder AddTools(IServiceCollection services, IConfigurationSection settings)
    {
        services.AddOpper(settings);
        return services.AddMcpServer()
            .WithOpperFunctions(RouterShop.FunctionName)
            .WithOpperKnowledge(RouterShop.KnowledgeBaseName, "Searches the manuals of our routers.");
    }
}
