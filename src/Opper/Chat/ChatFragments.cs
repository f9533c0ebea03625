using System.Text;

namespace Opper;

/// <summary>A name and a text that come in pieces.</summary>
internal sealed class ChatFragments
{
    private readonly StringBuilder _text = new();

    public string Name { get; private set; } = string.Empty;

    public string Text => JsonText.WellFormed(_text.ToString())!;

    // The name comes whole; servers that repeat it do not continue it.
    public void Add(string? name, string? text)
    {
        if (!string.IsNullOrEmpty(name))
        {
            Name = name!;
        }

        _text.Append(text);
    }

    public ChatFunctionCall ToFunctionCall() => new() { Name = Name, Arguments = Text };
}
