namespace Opper.Emulator.Models;

/// <summary>Token counts by the emulator's documented rule: one token per four characters, rounded up.</summary>
internal readonly record struct TokenUsage(int Input, int Output)
{
    public int Total => Input + Output;

    public static int Tokens(string? text) => ((text?.Length ?? 0) + 3) / 4;

    public JsonObject ToJson() => new()
    {
        ["input_tokens"] = Input,
        ["output_tokens"] = Output,
        ["total_tokens"] = Total,
    };
}
