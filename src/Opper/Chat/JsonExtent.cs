namespace Opper.Chat;

/// <summary>Finds the end of an object or array in JSON text that arrives in deltas, and reads each character once.</summary>
internal sealed class JsonExtent
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Whether the text so far is one complete object or array.</summary>
    public bool IsComplete { get; private set; }

    public void Read(string text)
    {
        foreach (var c in text)
        {
            if (_isInString)
            {
                _isInString = _isEscaped || c != '"';
                _isEscaped = !_isEscaped && c == '\\';
            }
            else if (c is '{' or '[')
            {
                _depth++;
            }
            else if (c is '}' or ']')
            {
                _depth--;
                IsComplete = _depth == 0;
            }
            else
            {
                _isInString = c == '"';
            }
        }
    }
}
