using Opper.Emulator.Calls;

namespace Opper.Emulator.Completions;

/// <summary>Answers that a test has laid down by function name; the script laid down last is asked first.</summary>
internal sealed class ScriptedCompletions : ICompletionSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ScriptedCall>> _scripts = new(StringComparer.Ordinal);

    public ScriptedCall On(string name)
    {
        lock (_gate)
        {
            var script = new ScriptedCall();
            if (!_scripts.TryGetValue(name, out var all))
            {
                _scripts[name] = all = [];
            }

            all.Add(script);
            return script;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _scripts.Clear();
        }
    }

    public ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        List<ScriptedCall> scripts;
        lock (_gate)
        {
            scripts = _scripts.TryGetValue(call.Name, out var found) ? [.. found] : [];
        }

        if (scripts.Count > 0)
        {
            var seen = call.ToEmulatedCall();
            for (var i = scripts.Count - 1; i >= 0; i--)
            {
                if (scripts[i].TryAnswer(seen, out var answer))
                {
                    return new(answer!());
                }
            }
        }

        return default;
    }
}
