using System.Globalization;
using System.Text;

namespace Opper;

/// <summary>The inside of JSON strings that come in pieces: an escape may be cut anywhere.</summary>
internal sealed class PartialJsonString
{
    private readonly StringBuilder _unicode = new();
    private bool _isEscape;

    /// <summary>Reads on, up to the closing quote if it is there.</summary>
    /// <param name="text">The piece of JSON text.</param>
    /// <param name="start">Where in it to go on.</param>
    /// <param name="plain">Takes a run of characters as they are: its beginning and its end.</param>
    /// <param name="escaped">Takes what an escape stands for.</param>
    /// <param name="isOver">Whether the quote came.</param>
    /// <returns>Where to go on after it.</returns>
    public int Read(string text, int start, Action<int, int> plain, Action<string> escaped, out bool isOver)
    {
        var i = start;
        isOver = false;
        while (i < text.Length)
        {
            if (_isEscape)
            {
                ReadEscape(text[i++], escaped);
                start = i;
            }
            else if (text[i] is '"' or '\\')
            {
                plain(start, i);
                isOver = text[i] == '"';
                _isEscape = !isOver;
                start = ++i;
                if (isOver)
                {
                    return i;
                }
            }
            else
            {
                i++;
            }
        }

        if (i > start)
        {
            plain(start, i);
        }

        return i;
    }

    private void ReadEscape(char c, Action<string> escaped)
    {
        if (_unicode.Length == 0 && c != 'u')
        {
            _isEscape = false;
            escaped(c switch
            {
                'n' => "\n",
                't' => "\t",
                'r' => "\r",
                'b' => "\b",
                'f' => "\f",
                _ => c.ToString(),
            });
            return;
        }

        _unicode.Append(c);
        if (_unicode.Length == 5)
        {
            if (!ushort.TryParse(_unicode.ToString(1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                throw new Newtonsoft.Json.JsonReaderException("The JSON is not valid: an escape is not one of four hexadecimal digits.");
            }

            _unicode.Clear();
            _isEscape = false;
            escaped(((char)code).ToString());
        }
    }
}
