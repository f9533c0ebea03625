using DiffPlex.Renderer;
using Opper.Functions;

namespace Opper.Tool.Functions;

/// <summary>A file beside what the server has.</summary>
internal sealed class FunctionState
{
    private const int ContextLines = 3;

    private FunctionState(FunctionFile file, Function? server)
    {
        (File, Server) = (file, server);
        ServerDefinition = server is null ? null : FunctionDefinition.Of(server);
        Pushed = ServerDefinition is null ? file.Definition : file.Definition.Over(ServerDefinition);
    }

    public FunctionFile File { get; }

    public Function? Server { get; }

    public FunctionDefinition? ServerDefinition { get; }

    /// <summary>What the server would have after a push.</summary>
    public FunctionDefinition Pushed { get; }

    public bool IsChanged => ServerDefinition is null || !Pushed.IsSameAs(ServerDefinition);

    /// <summary>Whether the file is based on something else than what the server has, so that a push would undo the work of others.</summary>
    public bool IsConflict => IsChanged && File.Revision != Server?.RevisionId;

    public string Name => File.Definition.Name;

    public static async Task<FunctionState> OfAsync(FunctionFile file, OpperClient opper, CancellationToken cancellationToken)
        => new(file, await StoredFunction.FindAsync(opper, file.Definition.Name, cancellationToken));

    /// <summary>What a push changes, as a unified diff.</summary>
    public string Diff() => UnidiffRenderer.GenerateUnidiff(
        ServerDefinition?.ToYaml() ?? string.Empty,
        Pushed.ToYaml(),
        ServerDefinition is null ? "/dev/null" : $"server/{Name}",
        $"file/{Name}",
        ignoreWhitespace: false,
        ignoreCase: false,
        ContextLines);

    /// <summary>Why a push is refused.</summary>
    public string ConflictText() => Server switch
    {
        null => $"'{Name}' is not on the server, but {File.Path} is based on a revision of it: it was deleted there or renamed here.",
        _ when File.Revision is null => $"'{Name}' is on the server already, and {File.Path} is not based on it.",
        _ => $"'{Name}' was changed on the server: {File.Path} is based on revision {File.Revision}, the server has {Server.RevisionId}.",
    };
}
