namespace Opper.Emulator.Models;

/// <summary>A model to try: its name in the provider's catalog, and the requested options.</summary>
internal sealed record ResolvedModel(string Name, JsonObject? Options);
