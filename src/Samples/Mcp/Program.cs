using Opper.Samples;
using Opper.Samples.Mcp;

return await Sample.RunAsync(async (connection, stop) =>
{
    await RouterShop.PrepareAsync(connection.CreateClient(), stop);
    await (args.Contains("--http") ? SupportServer.RunHttpAsync([.. args.Where(argument => argument != "--http")], connection.ToSettings(), stop)
        : SupportServer.RunStdioAsync(connection.ToSettings(), stop));
});
