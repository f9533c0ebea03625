using System.Reflection;

namespace Opper.Extensions.AI;

/// <summary>What a member of a record is: a metadata field, the document's key, or the segment's text.</summary>
internal interface IKnowledgeFields
{
    /// <exception cref="NotSupportedException">The member is no metadata.</exception>
    string FieldOf(MemberInfo member);

    /// <returns>The key or the text, or <see langword="null"/> for a member that is neither.</returns>
    Func<KnowledgeMatch, string>? PartOf(string member);
}
