using System.Globalization;
using Opper.Drift.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Opper.Drift.Applying;

/// <summary>The text of opper.yaml with the locations of its nodes: lines are inserted or changed, all others remain unchanged.</summary>
internal sealed class ContractText
{
    private readonly List<string> _lines;
    private readonly YamlMappingNode _root;

    public ContractText(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
        _lines = [.. text.Split('\n')];
    }

    public override string ToString() => string.Join('\n', _lines);

    public YamlNode? Find(Pointer pointer)
    {
        YamlNode? node = _root;
        foreach (var segment in pointer.Segments)
        {
            node = node switch
            {
                YamlMappingNode map => map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == segment).Value,
                YamlSequenceNode list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Children.Count => list.Children[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>A block mapping, whose keys are on separate lines.</summary>
    public YamlMappingNode Map(Pointer pointer) => Find(pointer) is YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow } map
        ? map
        : throw new CannotApplyException($"{pointer} is not a block mapping in opper.yaml");

    public static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    public static YamlNode Key(YamlMappingNode map, string key) => map.Children.First(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Key;

    public static int Indent(YamlMappingNode map) => (int)map.Children[0].Key.Start.Column - 1;

    /// <summary>The 1-based number of the last line of a node, without comments and blank lines after it.</summary>
    public int LastLine(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0, Style: not YamlDotNet.Core.Events.MappingStyle.Flow } map =>
            map.Children.Max(pair => Math.Max(LastLine(pair.Key), LastLine(pair.Value))),
        YamlSequenceNode { Children.Count: > 0, Style: not YamlDotNet.Core.Events.SequenceStyle.Flow } list => list.Children.Max(LastLine),
        YamlScalarNode { Style: ScalarStyle.Folded or ScalarStyle.Literal } => LastLineOfBlock((int)node.Start.Line),
        _ => (int)node.End.Line,
    };

    /// <summary>Inserts an entry into a mapping: after the last of the given keys that exists, or at the end.</summary>
    public void Insert(YamlMappingNode map, IEnumerable<string> entry, params string[] behind)
    {
        var last = map.Children.Where(pair => behind.Length == 0 || (pair.Key is YamlScalarNode key && behind.Contains(key.Value)))
            .Select(pair => pair.Value).LastOrDefault()
            ?? throw new CannotApplyException($"line {map.Start.Line} of opper.yaml has none of {string.Join(", ", behind)}");
        InsertAfter(LastLine(last), entry, Indent(map));
    }

    public void InsertAfter(int line, IEnumerable<string> lines, int indent) =>
        _lines.InsertRange(line, lines.Select(text => text.Length == 0 ? text : new string(' ', indent) + text));

    public void Remove(int from, int to) => _lines.RemoveRange(from - 1, to - from + 1);

    public string Line(int number) => _lines[number - 1];

    public void Replace(int from, int to, IEnumerable<string> lines)
    {
        Remove(from, to);
        _lines.InsertRange(from - 1, lines);
    }

    private int LastLineOfBlock(int header)
    {
        var indent = IndentOf(Line(header));
        var last = header;
        for (var line = header + 1; line <= _lines.Count; line++)
        {
            if (string.IsNullOrWhiteSpace(Line(line)))
            {
                continue;
            }

            if (IndentOf(Line(line)) <= indent)
            {
                break;
            }

            last = line;
        }

        return last;
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;
}
