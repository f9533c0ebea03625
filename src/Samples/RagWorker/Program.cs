using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Opper.Samples;
using Opper.Samples.RagWorker;

return await Sample.RunAsync(async (connection, stop) =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddInMemoryCollection(connection.ToSettings());
    builder.AddRag(Console.In, Console.Out);
    using var host = builder.Build();
    await host.RunAsync(stop);
});
