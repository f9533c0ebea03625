using System.Linq.Expressions;
using System.Reflection;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Evaluates constants in filter expressions without compiling them, which native AOT does not support.</summary>
internal static class FilterConstants
{
    /// <exception cref="NotSupportedException">The expression is not a constant.</exception>
    public static object? ValueOf(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } converted =>
            Converted(ValueOf(converted.Operand), converted.Type),
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : ValueOf(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(member.Expression is null ? null : ValueOf(member.Expression)),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } item => ((Array)ValueOf(item.Left)!).GetValue((int)ValueOf(item.Right)!),
        NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array => array.Expressions.Select(ValueOf).ToArray(),
        _ => throw new NotSupportedException($"A filter cannot contain computed values ({expression.NodeType}); assign the value to a variable first."),
    };

    /// <summary>The value as an integer, or <see langword="null"/> if it is not one.</summary>
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
        null => throw new NotSupportedException($"The Opper API cannot filter by missing fields: '{field}' cannot be compared with null."),
        _ => throw new NotSupportedException(
            $"The Opper API filters by strings, numbers and Booleans: '{field}' cannot be compared with a {value.GetType().Name}."),
    };

    // The JSON representation of an enum is unknown here; a char is compared as a number.
    private static object? Converted(object? value, Type type) => value switch
    {
        null => null,
        Enum => throw new NotSupportedException(
            $"The Opper API filters by strings, numbers and Booleans, not by {value.GetType().Name}; compare with the value in the metadata."),
        _ when value is IConvertible && (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true, IsEnum: false } target =>
            Convert.ChangeType(value, target, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
