using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Unescapes a JSON string that arrives in deltas, which may be split within an escape sequence.</summary>
internal sealed class PartialJsonString
{
    private readonly StringBuilder _unicode = new();
    private bool _isEscape;

    /// <summary>Reads up to the closing quote or the end of the delta.</summary>
    /// <param name="text">The delta of JSON text.</param>
    /// <param name="position">The position to start at; afterwards, the position after the last character read.</param>
    /// <param name="isOver">Whether the closing quote was read.</param>
    /// <returns>The unescaped text that the delta adds.</returns>
    public string Read(string text, ref int position, out bool isOver)
    {
        isOver = false;
        var special = _isEscape ? position : text.IndexOfAny(['"', '\\'], position);
        if (special < 0 || (!_isEscape && text[special] == '"'))
        {
            var plain = special < 0 && position == 0 ? text : text.Substring(position, (special < 0 ? text.Length : special) - position);
            isOver = special >= 0;
            position = isOver ? special + 1 : text.Length;
            return plain;
        }

        return ReadEscaped(text, ref position, ref isOver);
    }

    private string ReadEscaped(string text, ref int position, ref bool isOver)
    {
        var read = new StringBuilder();
        while (position < text.Length && !isOver)
        {
            var c = text[position++];
            if (_isEscape)
            {
                ReadEscape(c, read);
            }
            else if (c == '\\')
            {
                _isEscape = true;
            }
            else if (c == '"')
            {
                isOver = true;
            }
            else
            {
                read.Append(c);
            }
        }

        return read.ToString();
    }

    private void ReadEscape(char c, StringBuilder read)
    {
        if (_unicode.Length == 0 && c != 'u')
        {
            _isEscape = false;
            read.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
            return;
        }

        _unicode.Append(c);
        if (_unicode.Length == 5)
        {
            if (!ushort.TryParse(_unicode.ToString(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw new JsonException("A \\u escape is not followed by four hexadecimal digits.");
            }

            _unicode.Clear();
            _isEscape = false;
            read.Append((char)code);
        }
    }
}
