using System.Reflection;

namespace Opper.Extensions.AI;

/// <summary>Which metadata field a member of a record is.</summary>
internal interface IKnowledgeFields
{
    /// <exception cref="NotSupportedException">The member is no metadata.</exception>
    string FieldOf(MemberInfo member);
}
