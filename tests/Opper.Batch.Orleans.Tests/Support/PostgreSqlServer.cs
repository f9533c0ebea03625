using System.Diagnostics;
using Npgsql;
using Opper.TestSupport;

namespace Opper.Batch.Orleans.Tests.Support;

/// <summary>A PostgreSQL of its own, on a free port, with the tables of Orleans, that keeps its data in a temporary folder.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opper-postgresql-");
    private readonly string _control;

    private PostgreSqlServer(string control) => _control = control;

    public string ConnectionString { get; private set; } = string.Empty;

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <exception cref="IgnoreException">PostgreSQL is not installed, or cannot run on this machine.</exception>
    public static async Task<PostgreSqlServer> StartOrSkipAsync()
    {
        // Debian links only the programs of clients on PATH.
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => $"{version}/bin") : [];
        var control = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Concat(installed)
            .Select(folder => Path.Combine(folder, "pg_ctl")).FirstOrDefault(File.Exists);
        if (control is null)
        {
            Assert.Ignore("No PostgreSQL: on Debian, apt-get install postgresql.");
        }

        var server = new PostgreSqlServer(control!);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch (Exception exception)
        {
            server.Dispose();
            if (exception is InvalidOperationException)
            {
                Assert.Ignore($"PostgreSQL cannot be started here: {exception.Message}");
            }

            throw;
        }
    }

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            RunControlAsync("stop", "-w", "-m", "immediate").GetAwaiter().GetResult();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", _folder.FullName);
        }

        var port = FreePort.Next();
        await RunControlAsync("init", "-o", "--auth=trust --username=opper --encoding=UTF8 --locale=C --no-sync");
        await RunControlAsync("start", "-w", "-l", Path.Combine(_folder.FullName, "log"),
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off");
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=opper;Database=postgres";
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await OrleansTables.CreateAsync(database);
    }

    // PostgreSQL refuses to be run by root.
    private Task RunControlAsync(string mode, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", _control, mode, "--silent", "-D", Data, .. arguments])
        : RunAsync(_control, [mode, "--silent", "-D", Data, .. arguments]);

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullName })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
