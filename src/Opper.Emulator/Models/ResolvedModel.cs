namespace Opper.Emulator.Models;

/// <summary>One model to try: its name in the catalogue of the provider, and the options asked for.</summary>
internal sealed record ResolvedModel(string Name, JsonObject? Options);
