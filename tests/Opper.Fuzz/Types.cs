using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Opper.Fuzz;

/// <summary>Types of every kind that a typed stream can have.</summary>
internal static class Types
{
    public enum Mood
    {
        Calm,
        Happy,
    }

    public sealed record Leaf(string Title, int Count, double? Ratio, bool Here, Mood Mood, DateOnly? Due);

    public sealed record Tree(string Name, List<Tree> Children, Dictionary<string, Tree>? Map);

    public sealed record Wide(string Title, int Count, List<Leaf> Items, Dictionary<string, Dictionary<string, int>> Map, JToken? Free, int[] Numbers,
        HashSet<string> Tags, object? Any);

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "Kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Group), "group")]
    public abstract record Figure(string Name);

    public sealed record Circle(string Name, double Radius) : Figure(Name);

    public sealed record Group(string Name, List<Figure> Children) : Figure(Name);

    public sealed class Checked
    {
        private string _title = string.Empty;

        public string Title
        {
            get => _title;
            set => _title = value.Length > 2 ? value : throw new ArgumentException("too short", nameof(value));
        }

        [JsonPropertyName("a.b")]
        public int Dotted { get; set; }
    }
}
