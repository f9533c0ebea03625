namespace Opper.Conventions.TypedOutput;

/// <summary>Random JSON that a schema accepts.</summary>
internal sealed class RandomJson(Random random, JObject root)
{
    private readonly RandomValues _values = new(random);

    public JToken Next() => Next(root, 0);

    private JToken Next(JObject schema, int depth)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return Next((JObject)root.SelectToken(reference[2..].Replace('/', '.').Replace("$defs", "['$defs']", StringComparison.Ordinal).Replace(".['", "['",
                StringComparison.Ordinal))!, depth);
        }

        if (schema["anyOf"] is JArray branches)
        {
            // At depth, the branch that ends the recursion is taken: null, or the first derived type.
            var branch = depth > 4 ? branches.FirstOrDefault(candidate => (string?)candidate["type"] == "null") ?? branches[0]
                : branches[random.Next(branches.Count)];
            return Next((JObject)branch, depth);
        }

        if (schema["enum"] is JArray names)
        {
            return names[random.Next(names.Count)].DeepClone();
        }

        var types = schema["type"] is JArray many ? many.Select(type => (string)type!).ToArray() : [(string)schema["type"]!];
        return types[random.Next(types.Length)] switch
        {
            "null" => JValue.CreateNull(),
            "boolean" => random.Next(2) == 0,
            "integer" => random.NextInt64((long)Math.Max((double?)schema["minimum"] ?? -1000, -1000),
                (long)Math.Min((double?)schema["maximum"] ?? 1000, 1000) + 1),
            "number" => random.Next(2) == 0 ? random.Next(1000) : random.Next(1000) / 8.0,
            "array" => new JArray(Enumerable.Range(0, depth > 4 ? 0 : random.Next(4)).Select(_ => Next((JObject)schema["items"]!, depth + 1))),
            "object" => Object(schema, depth),
            _ => String(schema),
        };
    }

    private JObject Object(JObject schema, int depth)
    {
        var json = new JObject();
        var required = (schema["required"] as JArray ?? []).Select(name => (string)name!).ToHashSet();
        foreach (var property in (schema["properties"] as JObject ?? []).Properties().OrderBy(_ => random.Next()))
        {
            if (required.Contains(property.Name) || random.Next(2) == 0)
            {
                json[property.Name] = Next((JObject)property.Value, depth + 1);
            }
        }

        if (schema["additionalProperties"] is JObject values)
        {
            for (var i = depth > 4 ? 3 : random.Next(3); i < 3; i++)
            {
                json[Key(schema)] = Next(values, depth + 1);
            }
        }

        return json;
    }

    private string Key(JObject schema) => schema["propertyNames"] is not { } keys ? "k" + _values.Text(6)
        : keys["pattern"] is not null ? random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : _values.Next(typeof(Guid))!.ToString()!;

    private JToken String(JObject schema)
    {
        var type = (string?)schema["format"] switch
        {
            "uuid" => typeof(Guid),
            "date-time" => typeof(DateTimeOffset),
            "date" => typeof(DateOnly),
            "time" => typeof(TimeOnly),
            "uri" => typeof(Uri),
            _ when schema["contentEncoding"] is not null => typeof(byte[]),
            _ when (int?)schema["maxLength"] == 1 => typeof(char),
            _ when schema["pattern"] is not null => typeof(TimeSpan),
            _ => typeof(string),
        };
        return _values.Next(type) switch
        {
            DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToBase64String(bytes),
            var value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
        };
    }
}
