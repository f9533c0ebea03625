namespace Opper.Batch.Orleans.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args) => SiloProgram.RunAsync(args);
}
