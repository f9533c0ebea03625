namespace Opper.Emulator.Scripting;

/// <summary>Outputs that a test has scripted.</summary>
internal interface IScript
{
    /// <summary>The source that spans and chats report for such outputs.</summary>
    const string Source = "scripted";

    /// <summary>Returns the next output; null passes the call to another script.</summary>
    Func<Completion>? NextOutput(EmulatedCall call);
}
