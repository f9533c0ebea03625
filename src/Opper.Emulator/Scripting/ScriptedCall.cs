namespace Opper.Emulator;

/// <summary>The outputs of calls of one function.</summary>
public sealed class ScriptedCall : Script<ScriptedCall>
{
    internal ScriptedCall()
    {
    }
}
