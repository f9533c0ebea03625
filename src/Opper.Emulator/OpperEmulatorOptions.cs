namespace Opper.Emulator;

/// <summary>How an emulator is started.</summary>
public sealed class OpperEmulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The one key that is accepted; null, the default, accepts any non-empty key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The pause between two events of a stream; none by default.</summary>
    public TimeSpan StreamDelay { get; set; }

    /// <summary>The clock for times in answers and for <see cref="StreamDelay"/>; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
