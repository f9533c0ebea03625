using System.Collections;

namespace Opper.Conventions.TypedOutput;

/// <summary>Random values of given types.</summary>
internal sealed class RandomValues(Random random)
{
    /// <summary>The prefix of all texts, which distinguishes them from dates and IDs.</summary>
    public const string TextMark = "t:";

    private const string Letters = "abc XYZ.[]'\"\\/{}åß漢\n😀";

    public object? Next(Type type, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return random.Next(3) == 0 ? null : Next(underlying, depth);
        }

        return Plain(type) ?? (type == typeof(Figure)
            ? Figure(depth)
            : type.IsArray || typeof(IEnumerable).IsAssignableFrom(type) ? Collection(type, depth) : Object(type, depth));
    }

    public string Text(int max = 12)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return TextMark + string.Concat(Enumerable.Range(0, random.Next(max)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    private object? Plain(Type type)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(100_000_000));
        return type.IsEnum ? Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)) : type.Name switch
        {
            nameof(String) => Text(),
            nameof(Int32) => random.Next(-1000, 1000),
            nameof(Int64) => random.NextInt64(-1L << 53, 1L << 53),
            nameof(Byte) => (byte)random.Next(256),
            nameof(Double) => Math.Round((random.NextDouble() * 2000) - 1000, random.Next(6)),
            nameof(Decimal) => Math.Round((decimal)random.NextDouble() * 1000, random.Next(5)),
            nameof(Boolean) => random.Next(2) == 0,
            nameof(Guid) => Id(),
            nameof(DateOnly) => DateOnly.FromDateTime(time),
            nameof(TimeOnly) => TimeOnly.FromDateTime(time),
            nameof(DateTimeOffset) => new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(random.Next(-11, 12))),
            nameof(DateTime) => time,
            nameof(TimeSpan) => TimeSpan.FromSeconds(random.Next(-1_000_000, 1_000_000)),
            nameof(Char) => (char)random.Next('a', 'z'),
            nameof(Uri) => new Uri($"https://example.test/{random.Next(1000)}"),
            "Byte[]" => Bytes(),
            _ => null,
        };
    }

    private Guid Id()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(8)];
        random.NextBytes(bytes);
        return bytes;
    }

    private Figure Figure(int depth) => depth > 3 || random.Next(2) == 0
        ? new Disc(Text(), random.Next(100) / 4.0)
        : new Pile(Text(), [.. Enumerable.Range(0, random.Next(3)).Select(_ => Figure(depth + 1))]);

    private object Collection(Type type, int depth)
    {
        // Recursive types end with empty lists.
        var count = depth > 4 ? 0 : random.Next(4);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            var map = (IDictionary)Activator.CreateInstance(type)!;
            var (keyType, valueType) = (type.GetGenericArguments()[0], type.GetGenericArguments()[1]);
            for (var i = 0; i < count; i++)
            {
                map[keyType == typeof(string) ? Key(valueType) : Next(keyType)!] = Next(valueType, depth + 1);
            }

            return map;
        }

        var item = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var i = 0; i < count; i++)
        {
            list.Add(Next(item, depth + 1));
        }

        if (type.IsArray)
        {
            var array = Array.CreateInstance(item, count);
            list.CopyTo(array, 0);
            return array;
        }

        return type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, list)!;
    }

    // A key with dots is unambiguous only if no other keys or indexes follow it.
    private string Key(Type value)
    {
        var key = "k" + Text(6);
        return value.IsPrimitive || value == typeof(string) ? key : key.Replace('.', '-').Replace('[', '(').Replace(']', ')');
    }

    private object Object(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault();
        var value = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Next(parameter.ParameterType, depth + 1))]);
        if (constructor?.GetParameters().Length is null or 0)
        {
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.Name != "Hidden"))
            {
                property.SetValue(value, property.Name switch
                {
                    "Stars" => random.Next(2) == 0 ? null : random.Next(1, 6),
                    "Notes" => new List<string?> { Text(), null },
                    _ => Next(property.PropertyType, depth + 1),
                });
            }
        }

        return value;
    }
}
