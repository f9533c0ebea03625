using System.Diagnostics;

namespace Opper.Integration;

/// <summary>A disk of a few megabytes that a test can fill. Mounting it requires privileges, without which the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opper-small-disk-");

    public SmallDisk(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.FullName) != 0)
        {
            _folder.Delete();
            Assert.Ignore("This needs the right to mount a tmpfs: run the tests as root on Linux.");
        }
    }

    public string DataPath => Path.Combine(_folder.FullName, "state.db");

    private string Ballast => Path.Combine(_folder.FullName, "ballast");

    /// <summary>Fills the disk.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append);
        try
        {
            var piece = new byte[4096];
            while (true)
            {
                file.Write(piece);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        if (Run("umount", _folder.FullName) == 0)
        {
            _folder.Delete();
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
