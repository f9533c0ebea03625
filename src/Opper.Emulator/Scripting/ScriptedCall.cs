namespace Opper.Emulator;

/// <summary>The answers to calls of one function.</summary>
public sealed class ScriptedCall : Script<ScriptedCall>
{
    internal ScriptedCall()
    {
    }
}
