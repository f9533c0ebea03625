using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>Runs the jobs of a silo while its host is running.</summary>
internal sealed partial class SiloWorker(IEnumerable<BatchJob> jobs, BatchCluster cluster, IGrainFactory grains, ILocalSiloDetails silo,
    ILogger<SiloWorker> logger, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(job => RunAsync(job, stoppingToken)));

    private async Task RunAsync(BatchJob job, CancellationToken cancellationToken)
    {
        try
        {
            var run = new SiloRun(grains, job, silo.SiloAddress.ToString(), () => cluster.Join(job), time);
            while (true)
            {
                await job.RunAsync(run, cancellationToken).ConfigureAwait(false);
                do
                {
                    await Task.Delay(job.LeaseTime, time, cancellationToken).ConfigureAwait(false);
                }
                while (await run.IsEndedAsync(cancellationToken).ConfigureAwait(false));

                // The storage has lost that the job has ended. The folder knows, and so will the others.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cluster.Leave(job);
        }
        catch (OperationCanceledException exception)
        {
            Cancelled(logger, job.Name);
            cluster.Fail(job, exception);
        }
        catch (Exception exception)
        {
            Failed(logger, job.Name, exception);
            cluster.Fail(job, exception);
        }
    }

    [LoggerMessage(2, LogLevel.Information, "Job {Job} was canceled")]
    private static partial void Cancelled(ILogger logger, string job);

    [LoggerMessage(1, LogLevel.Error, "This silo stopped running job {Job}")]
    private static partial void Failed(ILogger logger, string job, Exception exception);
}
