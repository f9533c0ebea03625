using System.CommandLine;
using Opper.Tool.Terminal;

namespace Opper.Tool.Functions;

/// <summary>dotnet opper functions push.</summary>
internal sealed class PushCommand(ToolConsole console) : FunctionFilesCommand(console)
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Push over what others changed on the server." };

    public Command Make() => Make("push", "Sends the files to the server. Nothing is sent when one of them is not based on the server's revision.", _force);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var states = await CompareAsync(arguments, opper, cancellationToken);
        var conflicts = arguments.GetValue(_force) ? [] : states.Where(state => state.IsConflict).ToList();
        if (conflicts.Count > 0)
        {
            conflicts.ForEach(state => Console.Complain(state.ConflictText()));
            Console.Complain("Nothing was pushed. Pull and merge, or push with --force.");
            return ExitCode.Conflict;
        }

        var outcomes = new List<FunctionOutcome>();
        try
        {
            await Console.ForEachAsync("Pushing", states, concurrency: 1, async (state, token) => outcomes.Add(await PushAsync(state, opper, token)), cancellationToken);
        }
        catch (Exception error)
        {
            var done = outcomes.Count;
            outcomes.AddRange(states.Skip(done).Select((state, index) => new FunctionOutcome(
                state.Name, state.File.Path, index == 0 && error is not OperationCanceledException ? FunctionOutcome.Failed : FunctionOutcome.NotPushed, state.File.Revision)));
            Show(arguments, outcomes);
            if (done < states.Count)
            {
                Console.Complain(FormattableString.Invariant($"{done} of {states.Count} functions are as in their files; push again for the others, from '{states[done].Name}' on."));
            }

            throw;
        }

        Show(arguments, outcomes);
        return ExitCode.Done;
    }

    private static async Task<FunctionOutcome> PushAsync(FunctionState state, OpperClient opper, CancellationToken cancellationToken)
    {
        var (change, saved) = state switch
        {
            { IsChanged: false } => (FunctionOutcome.Unchanged, state.Server!),
            { Server: null } => (FunctionOutcome.Created, await opper.Functions.CreateAsync(state.Pushed.ToCreateRequest(), cancellationToken: cancellationToken)),
            _ => (FunctionOutcome.Updated, await opper.Functions.UpdateAsync(state.Server.Id, state.Pushed.ToUpdateRequest(state.ServerDefinition!), cancellationToken: cancellationToken)),
        };
        state.File.SaveRevision(saved.RevisionId);
        return new FunctionOutcome(state.Name, state.File.Path, change, saved.RevisionId);
    }
}
