using Microsoft.Extensions.Hosting;

namespace Opper.Emulator.Server;

/// <summary>Does not handle Ctrl+C, which is up to the program that hosts the emulator.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
