using System.Collections.Immutable;

namespace Opper.Emulator.Scripting;

/// <summary>Scripted outputs by function name; the last script takes precedence.</summary>
internal sealed class ScriptedCompletions : ICompletionSource
{
    private ImmutableList<(string Name, IScript Script)> _scripts = [];

    public T Add<T>(string name, T script)
        where T : IScript
    {
        ImmutableInterlocked.Update(ref _scripts, scripts => scripts.Insert(0, (name, script)));
        return script;
    }

    public void Clear() => ImmutableInterlocked.Update(ref _scripts, static scripts => scripts.Clear());

    public ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var seen = new Lazy<EmulatedCall>(() => Seen(call));
        return new(_scripts.Where(script => script.Name == call.Name)
            .Select(script => script.Script.NextOutput(seen.Value))
            .FirstOrDefault(output => output is not null)?.Invoke());
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
