using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper;
using Opper.Extensions.AI;

namespace Microsoft.Extensions.VectorData;

using Microsoft.Extensions.AI;

/// <summary>Gives knowledge bases the reading face of Microsoft.Extensions.VectorData.</summary>
public static class OpperVectorDataExtensions
{
    /// <summary>Searches a knowledge base by text, as an <see cref="IVectorSearchable{TRecord}"/>. <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <remarks>
    /// A record's members are metadata by their names in JSON, or by <see cref="VectorStoreDataAttribute"/>'s storage name; the one with <see cref="VectorStoreKeyAttribute"/>, or called
    /// <c>key</c>, is the document's key, and the one that is full-text indexed, or called <c>content</c> or <c>text</c>, the segment's text. A dictionary has all of them. Filters may compare
    /// members with values by <c>==</c>, <c>!=</c>, <c>&gt;</c>, <c>&lt;</c>, whole numbers by <c>&gt;=</c> and <c>&lt;=</c> too, look for them with <c>Contains</c>, and join such conditions by
    /// <c>&amp;&amp;</c>. The API filters by metadata alone: conditions on the key or the text (<c>==</c>, <c>!=</c>, <c>Contains</c>, <c>StartsWith</c>, <c>EndsWith</c>) are held against what it
    /// finds, and more is asked for until enough is left, which for a rare key may be the whole knowledge base. Others throw <see cref="NotSupportedException"/> before anything is sent.
    /// </remarks>
    /// <typeparam name="TRecord">The type of the records, or <c>Dictionary&lt;string, object?&gt;</c>.</typeparam>
    /// <param name="knowledge">The knowledge bases.</param>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="typeInfo">The metadata of the type, which native AOT needs. Default: by reflection, with names in camel case.</param>
    /// <returns>What can be searched: by text, not by vectors, which the service makes itself and does not give.</returns>
    public static IVectorSearchable<TRecord> AsVectorSearchable<TRecord>(this KnowledgeClient knowledge, string knowledgeBaseId, JsonTypeInfo<TRecord>? typeInfo = null)
        where TRecord : class
        => new KnowledgeSearchable<TRecord>(
            knowledge ?? throw new ArgumentNullException(nameof(knowledge)),
            string.IsNullOrWhiteSpace(knowledgeBaseId) ? throw new ArgumentException($"{nameof(knowledgeBaseId)} must not be empty or blank.", nameof(knowledgeBaseId)) : knowledgeBaseId,
            new KnowledgeRecords<TRecord>(typeInfo ?? (JsonTypeInfo<TRecord>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(TRecord))));
}
