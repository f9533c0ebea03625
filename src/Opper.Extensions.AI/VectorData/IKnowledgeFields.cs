using System.Reflection;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>Maps the members of a record to metadata fields, the key of the document, or the text of the segment.</summary>
internal interface IKnowledgeFields
{
    /// <exception cref="NotSupportedException">The member is not a metadata field.</exception>
    string FieldOf(MemberInfo member);

    /// <returns>The key or the text, or <see langword="null"/> for a member that is neither.</returns>
    Func<KnowledgeMatch, string>? PartOf(string member);
}
