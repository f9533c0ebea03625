using System.Linq.Expressions;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Translates C# filter expressions to filters of the API.</summary>
internal static class KnowledgeFilters
{
    /// <summary>Separates the conditions that the API supports from those on keys and texts.</summary>
    /// <exception cref="NotSupportedException">There is no such filter; the message names it and an alternative.</exception>
    public static (Filter? Asked, Func<KnowledgeMatch, bool>? Held) Split(Expression condition, IKnowledgeFields fields)
    {
        if (condition is BinaryExpression { NodeType: ExpressionType.AndAlso } both)
        {
            var (left, right) = (Split(both.Left, fields), Split(both.Right, fields));
            return (
                left.Asked is null ? right.Asked : right.Asked is null ? left.Asked : left.Asked & right.Asked,
                left.Held is null ? right.Held : right.Held is null ? left.Held : match => left.Held(match) && right.Held(match));
        }

        return SegmentConditions.Of(condition, fields) is { } held ? (null, held) : (Of(condition, fields), null);
    }

    private static Filter Of(Expression condition, IKnowledgeFields fields) => condition switch
    {
        BinaryExpression comparison => Compare(comparison, fields),
        MethodCallExpression { Method.Name: "Contains" } call => Contains(call, fields),
        UnaryExpression { NodeType: ExpressionType.Not } negation when Field(negation.Operand, fields) is { } field => Filter.Where(field) == false,
        _ when condition.Type == typeof(bool) && Field(condition, fields) is { } field => Filter.Where(field) == true,
        _ => throw Refused(condition),
    };

    private static Filter Compare(BinaryExpression comparison, IKnowledgeFields fields)
    {
        var (field, value, operation) = Field(comparison.Left, fields) is { } left ? (left, comparison.Right, comparison.NodeType)
            : Field(comparison.Right, fields) is { } right ? (right, comparison.Left, Mirrored(comparison.NodeType))
            : throw Refused(comparison);
        var constant = FilterConstants.ValueOf(value);
        return operation switch
        {
            ExpressionType.Equal => Filter.Where(field) == FilterConstants.Value(constant, field),
            ExpressionType.NotEqual => Filter.Where(field) != FilterConstants.Value(constant, field),
            ExpressionType.GreaterThan => Filter.Where(field) > FilterConstants.Value(constant, field),
            ExpressionType.LessThan => Filter.Where(field) < FilterConstants.Value(constant, field),
            // Exact for integers, which the type of the member guarantees.
            ExpressionType.GreaterThanOrEqual when FilterConstants.Whole(constant) is { } whole and > long.MinValue => Filter.Where(field) > whole - 1,
            ExpressionType.LessThanOrEqual when FilterConstants.Whole(constant) is { } whole and < long.MaxValue => Filter.Where(field) < whole + 1,
            ExpressionType.GreaterThanOrEqual => Filter.Where(field) >= FilterConstants.Value(constant, field),
            ExpressionType.LessThanOrEqual => Filter.Where(field) <= FilterConstants.Value(constant, field),
            _ => throw Refused(comparison),
        };
    }

    // list.Contains(record.Field), Enumerable.Contains(list, record.Field), and MemoryExtensions.Contains, which C# 14 uses for arrays.
    public static (Expression List, Expression Item)? ListAndItem(MethodCallExpression call)
    {
        var (list, item) = call.Object is { } instance && call.Arguments.Count == 1 ? (instance, call.Arguments[0])
            : call.Object is null && call.Arguments.Count == 2 ? (call.Arguments[0], call.Arguments[1])
            : default;
        return list is null ? null : (list is MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } ? array : list, item);
    }

    private static Filter Contains(MethodCallExpression call, IKnowledgeFields fields)
    {
        var (list, item) = ListAndItem(call) ?? throw Refused(call);
        if (list.Type == typeof(string) || Field(item, fields) is not { } field || FilterConstants.ValueOf(list) is not System.Collections.IEnumerable values)
        {
            throw Refused(call);
        }

        var items = values.Cast<object?>().ToList();
        return items.Count == 0 ? throw new NotSupportedException($"The list that '{field}' is compared with is empty, so no document can match.")
            : items.TrueForAll(static value => FilterConstants.Whole(value) is >= int.MinValue and <= int.MaxValue)
                ? Filter.Where(field).In(items.Select(static value => (int)FilterConstants.Whole(value)!.Value).ToArray())
            : items.TrueForAll(static value => value is double or float or decimal or int or long)
                ? Filter.Where(field).In(items.Select(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray())
            : Filter.Where(field).In(items.Select(value => FilterConstants.Text(value, field)).ToArray());
    }

    /// <returns>The metadata field, or <see langword="null"/> if the expression is not a member of the record.</returns>
    private static string? Field(Expression expression, IKnowledgeFields fields) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } converted => Field(converted.Operand, fields),
        MemberExpression { Member.Name: "Value", Expression: MemberExpression inner } when Nullable.GetUnderlyingType(inner.Type) is not null =>
            Field(inner, fields),
        MemberExpression { Expression: ParameterExpression } member => fields.FieldOf(member.Member),
        MethodCallExpression { Method.Name: "get_Item", Object: ParameterExpression or UnaryExpression { Operand: ParameterExpression },
            Arguments: [var name] } => FilterConstants.ValueOf(name) as string,
        _ => null,
    };

    private static ExpressionType Mirrored(ExpressionType type) => type switch
    {
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        _ => type,
    };

    private static NotSupportedException Refused(Expression condition) =>
        new($"The Opper API has no filter for {condition.NodeType} ({condition.Type.Name}). Supported are ==, !=, >, < and Contains between a member of the "
            + $"record and a value, joined by &&. Instead of \"or\", use Contains for values of one member, otherwise separate searches.");
}
