using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Calls;

/// <summary>Token counts by the emulator's stated rule: one token per four characters, rounded up.</summary>
internal readonly record struct TokenUsage(int Input, int Output)
{
    public int Total => Input + Output;

    public static TokenUsage Of(CallSpecification call, string? answer) =>
        new(Tokens(call.Instructions + Wire.AsString(call.Input)), Tokens(answer));

    public static int Tokens(string? text) => ((text?.Length ?? 0) + 3) / 4;

    public JsonObject ToJson() => new()
    {
        ["input_tokens"] = Input,
        ["output_tokens"] = Output,
        ["total_tokens"] = Total,
    };
}
