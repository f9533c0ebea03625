using System.Text;
using Spectre.Console;

namespace Opper.Quickstart;

/// <summary>Writes text that arrives in deltas, word by word, with line breaks between words.</summary>
internal sealed class WrappedText(IAnsiConsole console)
{
    private const string Indent = "  ";
    private readonly int _width = console.Profile.Width - (2 * Indent.Length);
    private readonly StringBuilder _word = new();
    private int _column;

    public void Write(string piece)
    {
        foreach (var character in piece)
        {
            if (char.IsWhiteSpace(character))
            {
                FlushWord();
            }
            else
            {
                _word.Append(character);
            }

            if (character == '\n' && _column > 0)
            {
                console.WriteLine();
                _column = 0;
            }
        }
    }

    public void End()
    {
        FlushWord();
        console.WriteLine();
    }

    private void FlushWord()
    {
        if (_word.Length == 0)
        {
            return;
        }

        var breaks = _column > 0 && _column + 1 + _word.Length > _width;
        if (breaks)
        {
            console.WriteLine();
            _column = 0;
        }

        console.Write(_column == 0 ? $"{Indent}{_word}" : $" {_word}");
        _column += _word.Length + (_column == 0 ? 0 : 1);
        _word.Clear();
    }
}
