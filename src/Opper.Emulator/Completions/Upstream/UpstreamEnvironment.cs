namespace Opper.Emulator.Completions.Upstream;

/// <summary>The upstream as the standalone program finds it in its environment.</summary>
internal static class UpstreamEnvironment
{
    private const string AddressVariable = "OPPER_EMULATOR_UPSTREAM";
    private const string KeyVariable = "OPPER_EMULATOR_UPSTREAM_KEY";
    private const string ModelVariable = "OPPER_EMULATOR_UPSTREAM_MODEL";

    public static void Apply(OpperEmulatorOptions options)
    {
        if (options.Upstream is null && Read(AddressVariable) is { } address)
        {
            options.Upstream = Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? uri
                : throw new ArgumentException($"{AddressVariable} is no absolute URL. Give the base URL of an OpenAI-compatible server, such as http://localhost:11434/v1.");
        }

        options.UpstreamKey ??= Read(KeyVariable);
        options.UpstreamModel ??= Read(ModelVariable);
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
