namespace Opper.Emulator.Completions.Upstream;

/// <summary>The fence of a Markdown code block, which some models put around JSON however they are asked.</summary>
internal static class JsonFence
{
    public const string Mark = "```";

    public static string Strip(string content)
    {
        var text = content.Trim();
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        if (line < 0 || !text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        text = text[(line + 1)..];
        return text.EndsWith(Mark, StringComparison.Ordinal) ? text[..^Mark.Length] : text;
    }
}
