using Opper.Emulator;

namespace Opper.OpenTelemetry.Tests;

/// <summary>Activities that cannot be recorded.</summary>
public sealed class DeliveryTests : ExporterFixture
{
    [Test]
    public async Task A_failed_export_is_retried()
    {
        Export();
        Emulator.AddFault(new EmulatorFault
        {
            Kind = EmulatorFaultKind.Status,
            StatusCode = 429,
            RetryAfter = TimeSpan.Zero,
            Operation = "Spans_Create",
            Times = 1,
        });
        using (Start("again"))
        {
        }

        Assert.That((await TraceAsync("again")).Spans, Has.Count.EqualTo(1));
        Assert.That(Processor.DroppedCount, Is.Zero);
    }

    [Test]
    public void Spans_that_the_API_rejects_are_counted_and_do_not_fail_the_application()
    {
        Export();
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 400, Operation = "Spans_Create" });
        for (var i = 0; i < 3; i++)
        {
            using (Start("lost"))
            {
            }
        }

        Flush();

        Assert.That(Processor.DroppedCount, Is.EqualTo(3));
        Assert.That(Processor.LastFailure, Is.InstanceOf<OpperBadRequestException>());
    }

    [Test]
    public async Task Spans_beyond_the_queue_limit_are_counted()
    {
        Export(options => (options.Batch.MaxQueueSize, options.Batch.MaxExportBatchSize, options.Batch.ScheduledDelayMilliseconds) = (10, 10, 60_000));
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Latency, Delay = TimeSpan.FromSeconds(1), Operation = "Spans_Create" });
        for (var i = 0; i < 200; i++)
        {
            using (Start("many"))
            {
            }
        }

        Flush();

        var recorded = await Reader.Traces.ListAllAsync("many").ToListAsync();
        Assert.That(Processor.DroppedCount, Is.Positive.And.EqualTo(200 - recorded.Count));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Settings_out_of_range_are_rejected_by_name(int value) =>
        Assert.That(() => new OpperSpanProcessor(new OpperExporterOptions { MaxConcurrency = value }),
            Throws.ArgumentException.With.Message.Contains("MaxConcurrency"));
}
