using Opper.Emulator.Completions;
using Opper.Emulator.Json;

namespace Opper.Emulator.Scripting;

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
            (_scripts.TryGetValue(name, out var all) ? all : _scripts[name] = []).Add(script);
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
            scripts = [.. _scripts.GetValueOrDefault(call.Name) ?? []];
        }

        var seen = Seen(call);
        foreach (var script in Enumerable.Reverse(scripts))
        {
            if (script.TryAnswer(seen, out var answer))
            {
                return new(answer!());
            }
        }

        return default;
    }

    private static EmulatedCall Seen(CallSpecification call) => new()
    {
        Name = call.Name,
        Instructions = call.Instructions,
        Model = call.Model.Name,
        Input = call.Input?.DeepClone(),
        OutputSchema = (JsonObject?)call.OutputSchema?.DeepClone(),
        UserText = call.Chat?.UserText,
        Tags = (call.Tags ?? []).ToDictionary(t => t.Key, t => Wire.AsString(t.Value) ?? string.Empty, StringComparer.Ordinal),
    };
}
