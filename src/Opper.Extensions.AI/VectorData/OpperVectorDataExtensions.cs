using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper;
using Opper.Extensions.AI;
using Opper.Knowledge;

namespace Microsoft.Extensions.VectorData;

using Microsoft.Extensions.AI;

/// <summary>Adapts knowledge bases to the search interface of Microsoft.Extensions.VectorData.</summary>
public static class OpperVectorDataExtensions
{
    /// <summary>Searches a knowledge base by text, as an <see cref="IVectorSearchable{TRecord}"/>. <c>POST
    /// /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <remarks>
    /// The members of a record are metadata fields by their JSON names, or by the storage name in <see cref="VectorStoreDataAttribute"/>. The member with
    /// <see cref="VectorStoreKeyAttribute"/>, or named <c>key</c>, is the key of the document; the one that is full-text indexed, or named <c>content</c> or
    /// <c>text</c>, is the text of the segment. A dictionary has all of them. Filters may compare members with values by <c>==</c>, <c>!=</c>, <c>&gt;</c>,
    /// <c>&lt;</c>, integers also by <c>&gt;=</c> and <c>&lt;=</c>, test them with <c>Contains</c>, and join conditions by <c>&amp;&amp;</c>. The API filters
    /// by
    /// metadata; conditions on the key or the text (<c>==</c>, <c>!=</c>, <c>Contains</c>, <c>StartsWith</c>, <c>EndsWith</c>) are applied to its results, and
    /// more results
    /// are requested until enough remain, which for a rare key may be the whole knowledge base. Others throw <see cref="NotSupportedException"/> before a
    /// request is sent.
    /// </remarks>
    /// <typeparam name="TRecord">The type of the records, or <c>Dictionary&lt;string, object?&gt;</c>.</typeparam>
    /// <param name="knowledge">The knowledge client.</param>
    /// <param name="knowledgeBaseId">The ID of the knowledge base.</param>
    /// <param name="typeInfo">The metadata of the type, which native AOT requires. Default: reflection, with camel-case names.</param>
    /// <returns>The searchable collection. It searches by text, not by vectors, which the service creates and does not return.</returns>
    public static IVectorSearchable<TRecord> AsVectorSearchable<TRecord>(this KnowledgeClient knowledge, string knowledgeBaseId,
        JsonTypeInfo<TRecord>? typeInfo = null)
        where TRecord : class =>
        new KnowledgeSearchable<TRecord>(
            knowledge ?? throw new ArgumentNullException(nameof(knowledge)),
            string.IsNullOrWhiteSpace(knowledgeBaseId)
                ? throw new ArgumentException($"{nameof(knowledgeBaseId)} must not be empty or blank.", nameof(knowledgeBaseId))
                : knowledgeBaseId,
            new KnowledgeRecords<TRecord>(typeInfo ?? (JsonTypeInfo<TRecord>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(TRecord))));
}
