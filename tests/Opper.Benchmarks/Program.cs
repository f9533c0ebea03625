using BenchmarkDotNet.Running;
using Opper.Batch.Orleans.Tests;
using Opper.Benchmarks;
using Opper.Benchmarks.Batch;
using Opper.Benchmarks.Measuring;
using Opper.Benchmarks.Server;
using Opper.Benchmarks.Silos;

return args switch
{
    ["native"] => await NativeRun.RunAsync(),
    ["peers", ..] => await PeersRun.RunAsync(args[1..]),
    ["streams"] => await PeersRun.RunAsync(["opper-telemetry"], Work.Streams),
    ["streams", Work.Text or Work.Chunks or Work.Partial] => await PeersRun.RunAsync(["opper-telemetry"], [args[1]]),
    ["server"] => await BenchmarkServer.RunAsync(),
    ["client", var name, var server] => await ClientProcess.RunAsync(name, new Uri(server)),
    [Work.Start or Work.StartTyped, var name, var server] => await ClientProcess.FirstAsync(args[0], name, new Uri(server)),
    ["rows", .. var journal] => await BatchMemory.RunAsync(journal.FirstOrDefault()),
    ["batch", ..] => await BatchBenchmark.RunAsync(args[1..]),
    ["silos"] => await SiloBenchmark.RunAsync(),
    ["silo", ..] => await SiloProgram.RunAsync(args[1..]),
    ["partial", ..] => await PartialLinearity.RunAsync(),
    ["first-use"] => await FirstUse.RunAsync(),
    ["scaling", ..] => await StreamScaling.RunAsync(),
    _ => Parts(args),
};

static int Parts(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Article).Assembly).Run(args);
    return 0;
}
