using BenchmarkDotNet.Running;
using Opper.Benchmarks;

if (args is ["partial", ..])
{
    return await PartialLinearity.RunAsync();
}

BenchmarkSwitcher.FromAssembly(typeof(Article).Assembly).Run(args);
return 0;
