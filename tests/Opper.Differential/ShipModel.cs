using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>A type of the caller.</summary>
public sealed class ShipModel
{
    public required string Name { get; set; }

    public required double Length { get; set; }

    public required int Crew { get; set; }

    public required bool Afloat { get; set; }

    public List<string>? Tags { get; set; }

    public ShipModel? Sister { get; set; }

    internal static string Generate(JsonGenerator g) =>
        g.Object([("span_id", "\"s\""), ("json_payload", Ship(g, 2)), ("cached", g.Any(["true", "false", "null"]))]);

    internal static string Form(ShipModel? ship) =>
        ship is null ? "null" : $"({Differential.Form.Of(ship.Name, ship.Length, ship.Crew, ship.Afloat, ship.Tags)} {Form(ship.Sister)})";

    /// <summary>Newtonsoft turns values into the wanted type; a typed answer must have the kinds, and all that is required.</summary>
    internal static string? Stricter(Case @case) =>
        @case.OnlyWeRefuse && Difference.IsStrictJson(@case.Json) && !Fits(Newtonsofts.Object(@case.Json)["json_payload"]) ? "not of the wanted kind"
            : @case.OnlyTheyRefuse && @case.Ours is not null ? WholeAsFraction(@case) : null;

    private static string Ship(JsonGenerator g, int depth)
    {
        // One in eight has a field of any type in place of a valid one.
        var wrong = g.Sometimes(12) ? g.Next(6) : -1;
        var fields = new List<(string, string)>
        {
            ("Name", g.String()),
            ("Length", g.Sometimes(50) ? "12.5" : g.Next(1000).ToString(CultureInfo.InvariantCulture)),
            ("Crew", g.Next(1000).ToString(CultureInfo.InvariantCulture)),
            ("Afloat", g.Any(["true", "false"])),
            ("Tags", g.Sometimes(20) ? "null" : g.Array(g.String)),
            ("Sister", depth == 0 || g.Sometimes(40) ? "null" : Ship(g, depth - 1)),
        };
        if (wrong >= 0)
        {
            fields[wrong] = (fields[wrong].Item1, g.Value());
        }

        if (g.Sometimes(5))
        {
            fields.RemoveAt(g.Next(fields.Count));
        }

        if (g.Sometimes(20))
        {
            fields.Insert(g.Next(fields.Count + 1), ("unknown", g.Value()));
        }

        return g.Object(fields);
    }

    private static bool Fits(JToken? token) => token is JObject ship
        && ship[nameof(Name)]?.Type == JTokenType.String
        && IsFinite(ship[nameof(Length)])
        && ship[nameof(Crew)] is JValue { Value: long crew } && crew is >= int.MinValue and <= int.MaxValue
        && ship[nameof(Afloat)]?.Type == JTokenType.Boolean
        && (ship[nameof(Tags)] is null or { Type: JTokenType.Null } || (ship[nameof(Tags)] is JArray tags && tags.All(tag => tag.Type == JTokenType.String)))
        && (ship[nameof(Sister)] is null or { Type: JTokenType.Null } || Fits(ship[nameof(Sister)]));

    private static bool IsFinite(JToken? token) =>
        token is JValue { Type: JTokenType.Integer or JTokenType.Float } number && double.IsFinite(number.Value<double>());

    // JSON Schema counts 7.0 among the integers.
    private static string? WholeAsFraction(Case @case) =>
        Newtonsofts.Object(@case.Json).SelectTokens("$..Crew").Any(token => token is JValue { Value: double number } && Math.Truncate(number) == number)
            ? "7.0 for a whole number"
            : null;
}
