using Opper;
using Opper.Aot;
using Opper.Aot.Parts;

// Calls everything in the client, against an emulator that was just started, at OPPER_BASE_URL with OPPER_API_KEY.
using var coverage = new Coverage();
using var http = new HttpClient(coverage) { Timeout = Timeout.InfiniteTimeSpan };
var options = new OpperClientOptions { TypeInfoResolver = Types.Default };
var opper = new OpperClient(options, http);
var report = new Report(Environment.GetEnvironmentVariable(OpperClientOptions.BaseUrlVariable)!.TrimEnd('/'));

await Models.RunAsync(opper, report);
await Functions.RunAsync(opper, report);
await Calls.RunAsync(opper, report);
await TypedCalls.RunAsync(opper, report);
await Chats.RunAsync(opper, report);
await Surfaces.RunAsync(opper, report);
await Knowledge.RunAsync(opper, report);
await Datasets.RunAsync(opper, report);
await Spans.RunAsync(opper, report);
await Tracing.RunAsync(opper, report);
await Exporter.RunAsync(opper, report);
await Documents.RunAsync(opper, report);
await Hosting.RunAsync(report);

var missing = coverage.Missing.ToList();
foreach (var operation in missing)
{
    Console.Error.WriteLine($"{operation.Id} ({operation.Method} {operation.Path}) was not run: add a call to tests/Opper.Aot/Parts.");
}

Console.WriteLine($"{Contract.Operations.Count - missing.Count} of {Contract.Operations.Count} operations");
return missing.Count == 0 ? 0 : 1;
