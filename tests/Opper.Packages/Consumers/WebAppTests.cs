using System.Net.Http.Json;

namespace Opper.Packages.Consumers;

/// <summary>'dotnet new web', 'dotnet add package Opper', and AddOpper from appsettings.json, called over HTTP.</summary>
public sealed class WebAppTests
{
    [Test]
    public async Task An_app_configured_by_appsettings_can_make_a_typed_call()
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("web", """
            using Opper;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddOpper(builder.Configuration.GetSection("Opper"));
            var app = builder.Build();
            app.MapGet("/invoice", async (string text, OpperClient opper, CancellationToken cancelled) =>
                (await opper.CallAsync<Invoice>("read_invoice", "Extract the invoice.", text, cancellationToken: cancelled)).Value);
            app.Run();

            record Invoice(decimal Total, DateOnly Due);
            """, "Opper");
        workspace.Write("appsettings.json", $$"""
            {
              "Logging": { "LogLevel": { "Default": "Information" } },
              "Opper": { "ApiKey": "a-key", "BaseUrl": "{{await PackedEmulator.AddressAsync()}}", "Timeout": "00:00:30", "MaxRetries": 1 }
            }
            """);
        await workspace.BuildAsync();

        await using var server = await Server.StartAsync(workspace.Built(new Dictionary<string, string?>(), "--urls", "http://127.0.0.1:0"));
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        var invoice = await http.GetFromJsonAsync<Invoice>("/invoice?text=Dear%20Ann,%20please%20pay%20120.50%20euros%20by%202026-03-01.");

        Assert.That(invoice, Is.EqualTo(new Invoice(120.50m, new DateOnly(2026, 3, 1))));
    }

    private sealed record Invoice(decimal Total, DateOnly Due);
}
