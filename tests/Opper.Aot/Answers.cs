using System.Text.Json.Serialization;
using Opper.Analytics;
using Opper.Chat;
using Opper.Datasets;
using Opper.Embeddings;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Models;
using Opper.Ocr;
using Opper.Rerank;
using Opper.Tracing;

namespace Opper.Aot;

/// <summary>What a program that serializes the library's models by metadata has.</summary>
[JsonSerializable(typeof(AddDocumentResponse))]
[JsonSerializable(typeof(CallResponse))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(CompatModelList))]
[JsonSerializable(typeof(CustomModel))]
[JsonSerializable(typeof(CustomModelPage))]
[JsonSerializable(typeof(DatasetEntry))]
[JsonSerializable(typeof(DatasetEntryPage))]
[JsonSerializable(typeof(DeleteDocumentsResponse))]
[JsonSerializable(typeof(DownloadUrl))]
[JsonSerializable(typeof(EmbeddingResponse))]
[JsonSerializable(typeof(FeedbackResponse))]
[JsonSerializable(typeof(Function))]
[JsonSerializable(typeof(FunctionPage))]
[JsonSerializable(typeof(FunctionRevisionPage))]
[JsonSerializable(typeof(IReadOnlyList<DatasetEntry>))]
[JsonSerializable(typeof(IReadOnlyList<KnowledgeMatch>))]
[JsonSerializable(typeof(IReadOnlyList<UsageBucket>))]
[JsonSerializable(typeof(KnowledgeBase))]
[JsonSerializable(typeof(KnowledgeBasePage))]
[JsonSerializable(typeof(KnowledgeDocument))]
[JsonSerializable(typeof(KnowledgeFile))]
[JsonSerializable(typeof(KnowledgeFilePage))]
[JsonSerializable(typeof(ModelAlias))]
[JsonSerializable(typeof(ModelAliasPage))]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(OcrModelPage))]
[JsonSerializable(typeof(OcrResponse))]
[JsonSerializable(typeof(PublicModelList))]
[JsonSerializable(typeof(RegisteredFile))]
[JsonSerializable(typeof(RerankModelPage))]
[JsonSerializable(typeof(RerankResponse))]
[JsonSerializable(typeof(SavedExample))]
[JsonSerializable(typeof(Span))]
[JsonSerializable(typeof(SpanMetric))]
[JsonSerializable(typeof(SpanMetricPage))]
[JsonSerializable(typeof(StreamChunk))]
[JsonSerializable(typeof(Trace))]
[JsonSerializable(typeof(TracePage))]
[JsonSerializable(typeof(UploadUrl))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class Answers : JsonSerializerContext;
