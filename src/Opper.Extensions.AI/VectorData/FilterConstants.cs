using System.Linq.Expressions;
using System.Reflection;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Values in conditions. Read without compiling anything, which native AOT cannot.</summary>
internal static class FilterConstants
{
    /// <exception cref="NotSupportedException">The value would have to be computed.</exception>
    public static object? ValueOf(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } converted => Converted(ValueOf(converted.Operand), converted.Type),
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : ValueOf(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(member.Expression is null ? null : ValueOf(member.Expression)),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } item => ((Array)ValueOf(item.Left)!).GetValue((int)ValueOf(item.Right)!),
        NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array => array.Expressions.Select(ValueOf).ToArray(),
        _ => throw new NotSupportedException($"A filter compares with a value, not with what has to be computed ({expression.NodeType}): put it into a variable before."),
    };

    /// <summary>The value as a whole number, or <see langword="null"/> where it is none.</summary>
    public static long? Whole(object? value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        byte number => number,
        sbyte number => number,
        ushort number => number,
        uint number => number,
        _ => null,
    };

    public static FilterValue Value(object? value, string field) => value switch
    {
        bool truth => truth,
        double number => number,
        float number => (double)number,
        decimal number => (double)number,
        _ when Whole(value) is { } whole => whole,
        _ => Text(value, field),
    };

    public static string Text(object? value, string field) => value switch
    {
        string text => text,
        char character => character.ToString(),
        Guid id => id.ToString(),
        DateTimeOffset time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        null => throw new NotSupportedException($"The Opper API has no filter for what is not there: '{field}' cannot be compared with null."),
        _ => throw new NotSupportedException($"The Opper API filters by texts, numbers and truth values: '{field}' cannot be compared with a {value.GetType().Name}."),
    };

    // An enum is what its JSON is, which is not known here; a char is compared as a number.
    private static object? Converted(object? value, Type type) => value switch
    {
        null => null,
        Enum => throw new NotSupportedException($"Filters compare texts, numbers and truth values, not a {value.GetType().Name}: compare with the value that stands in the metadata."),
        _ when value is IConvertible && (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true, IsEnum: false } target => Convert.ChangeType(value, target, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
