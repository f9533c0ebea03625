using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Opper.Emulator;

namespace Opper.ModelContextProtocol.Tests;

/// <summary>A server on an emulator, and clients of the official package that connect to it.</summary>
public abstract class ServerFixture(Transport transport)
{
    private readonly List<IAsyncDisposable> _clients = [];
    private IHost? _host;

    protected OpperEmulator Emulator { get; private set; } = null!;

    protected OpperClient Opper { get; private set; } = null!;

    protected ServerLog Log { get; } = new();

    protected FakeTimeProvider Clock { get; private set; } = null!;

    [SetUp]
    public async Task StartEmulatorAsync()
    {
        Emulator = await OpperEmulator.StartAsync();
        Opper = Emulator.CreateClient();
        Clock = new FakeTimeProvider();
        Log.Lines.Clear();
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _clients.Clear();
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
            _host = null;
        }

        await Emulator.DisposeAsync();
    }

    /// <summary>Starts the server, and connects a client.</summary>
    protected async Task<McpClient> ServeAsync(Action<IMcpServerBuilder> configure)
    {
        if (transport == Transport.Http)
        {
            var builder = WebApplication.CreateSlimBuilder();
            Configure(builder.Services, builder.Logging, server => configure(server.WithHttpTransport()));
            var app = builder.Build();
            _host = app;
            app.MapMcp();
            app.Urls.Add("http://127.0.0.1:0");
            await app.StartAsync();
            return await ConnectAsync();
        }

        var toServer = new Pipe();
        var toClient = new Pipe();
        var hosting = Host.CreateEmptyApplicationBuilder(null);
        Configure(hosting.Services, hosting.Logging,
            server => configure(server.WithStreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream())));
        _host = hosting.Build();
        await _host.StartAsync();
        return await ConnectAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
    }

    /// <summary>Another client, over HTTP.</summary>
    protected Task<McpClient> ConnectAsync() =>
        ConnectAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(((WebApplication)_host!).Urls.Single()) }));

    protected static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private async Task<McpClient> ConnectAsync(IClientTransport to)
    {
        var client = await McpClient.CreateAsync(to);
        _clients.Add(client);
        return client;
    }

    private void Configure(IServiceCollection services, ILoggingBuilder logging, Action<IMcpServerBuilder> configure)
    {
        logging.ClearProviders().AddProvider(Log);
        services.AddOpper(options => (options.ApiKey, options.BaseUrl, options.MaxRetries) = (Emulator.ApiKey, Emulator.BaseAddress.ToString(), 0));
        services.AddSingleton<TimeProvider>(Clock);
        configure(services.AddMcpServer());
    }
}
