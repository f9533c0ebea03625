using System.Numerics;
using System.Text;
using Opper.Analyzers.Tests.Shapes;

namespace Opper.Analyzers.Tests;

/// <summary>
/// What only the client can determine: private members of framework types and types derived from them, and whether a collection is read-only. The analyzer
/// may report another member of such a type than the client.
/// </summary>
internal static class NotKnown
{
    private static readonly HashSet<Type> Types =
    [
        typeof(ActionConverter), typeof(ConvertedConverter), typeof(NetConverter), typeof(ValueTask<int>), typeof(System.Globalization.CultureInfo),
        typeof(CancellationToken), typeof(DBNull), typeof(System.Net.IPAddress), typeof(HttpClient),
        typeof(Complex), typeof(Index), typeof(Range), typeof(Rune), typeof(PriorityQueue<int, int>), typeof(ArraySegment<int>), typeof(Enum),
        typeof(ValueType), typeof(StringComparer), typeof(System.Data.DataTable), typeof(Lazy<int>),
    ];

    public static bool Contains(Type type) =>
        Types.Contains(type) || (type.IsArray && Contains(type.GetElementType()!)) || type.GetGenericArguments().Any(Contains);
}
