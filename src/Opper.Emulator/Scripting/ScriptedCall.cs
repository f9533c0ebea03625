namespace Opper.Emulator;

/// <summary>What the emulator answers to calls of one function name.</summary>
public sealed class ScriptedCall : Script<ScriptedCall>
{
    internal ScriptedCall()
    {
    }
}
