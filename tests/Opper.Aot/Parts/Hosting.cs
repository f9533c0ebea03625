using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Opper.Aot.Parts;

internal static class Hosting
{
    public static async Task RunAsync(Report report)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Opper:Timeout"] = "00:01:00",
            ["Opper:MaxRetries"] = "3",
            ["Opper:HttpVersion"] = "2.0",
            ["Opper:DefaultHeaders:x-team"] = "aot",
            ["Broken:Timeout"] = "-00:00:05",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOpper(configuration.GetSection("Opper"));
        services.AddKeyedOpper("broken", configuration.GetSection("Broken"));
        await using var provider = services.BuildServiceProvider();

        var opper = provider.GetRequiredService<OpperClient>();
        report.Text("a call of the container's client",
            (await opper.Calls.CallAsync(new CallRequest { Name = "aot/hosted", Instructions = "Answer.", Input = "Norway" })).Message!);
        var options = provider.GetRequiredService<IOptionsMonitor<OpperClientOptions>>().Get("Opper");
        report.Text("bound settings", $"{options.Timeout} {options.MaxRetries} {options.HttpVersion} {options.DefaultHeaders["x-team"]}");
        try
        {
            provider.GetRequiredKeyedService<OpperClient>("broken");
        }
        catch (OptionsValidationException exception)
        {
            report.Text("settings that are wrong", exception.Message);
        }
    }
}
