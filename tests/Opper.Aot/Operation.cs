namespace Opper.Aot;

/// <summary>An operation of the contract.</summary>
internal sealed record Operation(string Id, string Method, string Path)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>The number of literal segments of a path, or <see langword="null"/> if the path is that of another operation.</summary>
    public int? Match(string method, string path)
    {
        var segments = path.Split('/');
        if (method != Method || segments.Length != _segments.Length)
        {
            return null;
        }

        var exact = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] == _segments[i])
            {
                exact++;
            }
            else if (_segments[i] is not ['{', .., '}'])
            {
                return null;
            }
        }

        return exact;
    }
}
