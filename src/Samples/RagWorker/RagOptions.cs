using Opper.Knowledge;

namespace Opper.Samples.RagWorker;

/// <summary>Settings of the worker, in the section <c>Rag</c>.</summary>
public sealed class RagOptions
{
    /// <summary>The folder of the Markdown files to read. Default: the ones that come along.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "Documents");

    /// <summary>The name of the knowledge base; it is made if there is none. Default: <c>samples-handbook</c>.</summary>
    public string KnowledgeBase { get; set; } = "samples-handbook";

    /// <summary>How many passages an answer is taken from. Default: 3.</summary>
    public int Passages { get; set; } = 3;
}
