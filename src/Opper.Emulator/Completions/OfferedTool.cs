namespace Opper.Emulator.Completions;

/// <summary>A tool that may be called: a function with a parameter schema, or a custom tool, which takes free text and has no schema.</summary>
internal sealed record OfferedTool(string Name, string Description, JsonObject? Parameters, bool IsCustom);
