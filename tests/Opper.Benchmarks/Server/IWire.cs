namespace Opper.Benchmarks.Server;

/// <summary>One API's form of the same content.</summary>
internal interface IWire
{
    /// <summary>The answer to one call, about 1 KB.</summary>
    string Call(bool typed);

    /// <summary>The events of a text in pieces, each complete with its blank line.</summary>
    IEnumerable<string> Stream(IEnumerable<string> pieces);
}
