using System.Linq.Expressions;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Conditions on a document's key and a segment's text. The API only filters by metadata, so they are applied to its results.</summary>
internal static class SegmentConditions
{
    /// <returns>The condition, or <see langword="null"/> for a condition on metadata, or one that is not supported.</returns>
    public static Func<KnowledgeMatch, bool>? Of(Expression condition, IKnowledgeFields fields) => condition switch
    {
        UnaryExpression { NodeType: ExpressionType.Not } negation when Of(negation.Operand, fields) is { } inner => match => !inner(match),
        BinaryExpression { NodeType: ExpressionType.Equal } equal => Compare(equal, fields, isEqual: true),
        BinaryExpression { NodeType: ExpressionType.NotEqual } different => Compare(different, fields, isEqual: false),
        MethodCallExpression { Object: { } text, Method: { DeclaringType: { } type } method, Arguments: [var part, ..] } call when type == typeof(string)
            && Part(text, fields) is { } member =>
            Contain(member, method.Name, FilterConstants.ValueOf(part), call.Arguments.Count > 1 ? FilterConstants.ValueOf(call.Arguments[1]) : null),
        MethodCallExpression { Method.Name: "Contains" } call when KnowledgeFilters.ListAndItem(call) is var (list, item) && Part(item, fields) is { } member
            && FilterConstants.ValueOf(list) is IEnumerable<string?> values => match => values.Contains(member(match)),
        _ => null,
    };

    private static Func<KnowledgeMatch, bool>? Compare(BinaryExpression comparison, IKnowledgeFields fields, bool isEqual)
    {
        var (member, other) = Part(comparison.Left, fields) is { } left ? (left, comparison.Right) : (Part(comparison.Right, fields), comparison.Left);
        return member is not null && FilterConstants.ValueOf(other) is string value
            ? match => string.Equals(member(match), value, StringComparison.Ordinal) == isEqual
            : null;
    }

    private static Func<KnowledgeMatch, bool>? Contain(Func<KnowledgeMatch, string> member, string method, object? part, object? comparison)
    {
        var text = part is char character ? character.ToString() : part as string;
        var how = comparison as StringComparison? ?? StringComparison.Ordinal;
        return (text, method) switch
        {
            (null, _) => null,
            (_, "Contains") => match => member(match).IndexOf(text, 0, how) >= 0,
            (_, "StartsWith") => match => member(match).StartsWith(text, how),
            (_, "EndsWith") => match => member(match).EndsWith(text, how),
            (_, "Equals") => match => member(match).Equals(text, how),
            _ => null,
        };
    }

    private static Func<KnowledgeMatch, string>? Part(Expression expression, IKnowledgeFields fields) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } converted => Part(converted.Operand, fields),
        MemberExpression { Expression: ParameterExpression } member => fields.PartOf(member.Member.Name),
        MethodCallExpression { Method.Name: "get_Item", Object: ParameterExpression, Arguments: [ConstantExpression { Value: string name }] } =>
            fields.PartOf(name),
        _ => null,
    };
}
