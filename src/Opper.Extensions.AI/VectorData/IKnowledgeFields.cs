using System.Reflection;

namespace Opper.Extensions.AI;

/// <summary>Maps the members of a record to metadata fields.</summary>
internal interface IKnowledgeFields
{
    /// <exception cref="NotSupportedException">The member is not a metadata field.</exception>
    string FieldOf(MemberInfo member);
}
