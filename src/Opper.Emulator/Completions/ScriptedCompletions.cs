using System.Collections.Concurrent;
using Opper.Emulator.Calls;
using Opper.Emulator.Models;

namespace Opper.Emulator.Completions;

/// <summary>Answers that a test has laid down by function name.</summary>
internal sealed class ScriptedCompletions : ICompletionSource
{
    private readonly ConcurrentDictionary<string, ScriptedCall> _calls = new(StringComparer.Ordinal);

    public ScriptedCall On(string name) => _calls.GetOrAdd(name, static _ => new ScriptedCall());

    public void Clear() => _calls.Clear();

    public ValueTask<Completion?> CompleteAsync(CallSpecification call, CancellationToken cancellationToken) =>
        new(_calls.TryGetValue(call.Name, out var scripted) && scripted.TryGetAnswer(out var answer)
            ? new Completion(answer, ModelCatalog.Scripted)
            : null);
}
