using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.TypeCorpus.Shapes;

public sealed record Integers(sbyte A, byte B, short C, ushort D, int E, uint F, long G, ulong H);

public sealed record WideNumbers(BigInteger Big, Int128 Signed, UInt128 Unsigned, Half Half, float Single, double Double, decimal Decimal);

public sealed record Times(DateTime At, DateTimeOffset Instant, DateOnly Day, TimeOnly Time, TimeSpan Takes);

public sealed record TextValues(string Text, char Letter, Uri Link, Version Version, Guid Id, byte[] Bytes);

public sealed record Nullables(int? A, DateOnly? B, TimeSpan? C, Guid? D, char? E, Point? F, decimal? G, Access? H);

public sealed record Free(object? Any, JsonElement Element, JsonNode? Node, JsonObject Map, JsonArray List);

public sealed record Enums(Level Level, Access Access, Bits Bits, Wide Wide, List<Level> Levels, Access? Maybe);
