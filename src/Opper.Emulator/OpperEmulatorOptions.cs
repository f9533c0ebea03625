using System.Net;

namespace Opper.Emulator;

/// <summary>How an emulator is started.</summary>
public sealed class OpperEmulatorOptions
{
    /// <summary>The port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The address to listen on; loopback by default. Anyone who reaches another one can use the emulator.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The one key that is accepted; null, the default, accepts any non-empty key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The SQLite file that state is kept in, made if it is not there; null, the default, keeps it in memory.</summary>
    public string? DataPath { get; set; }

    /// <summary>The pause between two events of a stream; none by default.</summary>
    public TimeSpan StreamDelay { get; set; }

    /// <summary>How many of the latest requests <see cref="OpperEmulator.Requests"/> holds; 1,000 by default.</summary>
    public int MaxRequests { get; set; } = 1000;

    /// <summary>The largest file that may be uploaded, in bytes; 50 MB by default, as the service has it.</summary>
    public int MaxUploadBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>
    /// How long an uploaded file is reported as <c>indexing</c> before it is <c>success</c> or <c>failed</c>; none by default. Its
    /// text can be found before that.
    /// </summary>
    public TimeSpan IndexingTime { get; set; }

    /// <summary>The clock for times in answers and for waits; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
