using Opper.Knowledge;

namespace Opper.Samples.RagWorker;

/// <summary>The options of the worker, in the section <c>Rag</c>.</summary>
public sealed class RagOptions
{
    /// <summary>The folder of the Markdown files to index. Default: the included files.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "Documents");

    /// <summary>The name of the knowledge base, which is created if it does not exist. Default: <c>samples-handbook</c>.</summary>
    public string KnowledgeBase { get; set; } = "samples-handbook";

    /// <summary>The number of passages that an answer is based on. Default: 3.</summary>
    public int Passages { get; set; } = 3;
}
