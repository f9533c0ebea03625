namespace Opper.Conventions.TypedOutput;

/// <summary>Random types.</summary>
internal sealed class RandomTypes(Random random)
{
    private static readonly Type[] Values =
    [
        typeof(int), typeof(long), typeof(byte), typeof(double), typeof(decimal), typeof(bool), typeof(Guid), typeof(DateOnly), typeof(TimeOnly),
        typeof(DateTimeOffset), typeof(DateTime), typeof(TimeSpan), typeof(char), typeof(Grade), typeof(Point),
    ];

    private static readonly Type[] References = [typeof(string), typeof(string), typeof(Uri), typeof(byte[]), typeof(Figure)];

    private static readonly Type[] OneHole = [typeof(List<>), typeof(IReadOnlyList<>), typeof(Optional<>), typeof(Settable<>), typeof(Fixed<>),
        typeof(Tree<>), typeof(HashSet<>)];

    public Type Next(int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            return random.Next(3) == 0 ? References[random.Next(References.Length)] : Value();
        }

        return random.Next(10) switch
        {
            0 => Next(depth - 1).MakeArrayType(),
            1 => typeof(Dictionary<,>).MakeGenericType(Key(), Next(depth - 1)),
            2 or 3 or 4 => typeof(Pair<,>).MakeGenericType(Next(depth - 1), Next(depth - 1)),
            _ => OneHole[random.Next(OneHole.Length)].MakeGenericType(Next(depth - 1)),
        };
    }

    private Type Value()
    {
        var type = Values[random.Next(Values.Length)];
        return random.Next(3) == 0 ? typeof(Nullable<>).MakeGenericType(type) : type;
    }

    private Type Key() => random.Next(4) switch
    {
        0 => typeof(int),
        1 => typeof(Guid),
        _ => typeof(string),
    };
}
