using Opper.Samples;
using Opper.Samples.SseRelay;

return await Sample.RunAsync(async (connection, stop) =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddInMemoryCollection(connection.ToSettings());
    await using var app = Relay.Build(builder);
    await app.StartAsync(stop);
    await app.WaitForShutdownAsync(stop);
});
