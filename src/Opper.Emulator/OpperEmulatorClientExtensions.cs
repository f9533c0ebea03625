namespace Opper.Emulator;

/// <summary>Connects the client to the emulator.</summary>
public static class OpperEmulatorClientExtensions
{
    /// <summary>Creates a client for this emulator.</summary>
    /// <param name="emulator">The running emulator.</param>
    /// <param name="configure">Configures the client options.</param>
    /// <returns>The client.</returns>
    public static OpperClient CreateClient(this OpperEmulator emulator, Action<OpperClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        var options = new OpperClientOptions { ApiKey = emulator.ApiKey, BaseUrl = emulator.BaseAddress.ToString() };
        configure?.Invoke(options);
        return new OpperClient(options);
    }
}
