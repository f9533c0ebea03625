using Opper.Emulator.Completions;

namespace Opper.Emulator.Scripting;

/// <summary>Answers that a test has scripted.</summary>
internal interface IScript
{
    /// <summary>The source that spans and chats report for such answers.</summary>
    const string Source = "scripted";

    /// <summary>Returns the next answer; null passes the call to another script.</summary>
    Func<Completion>? NextAnswer(EmulatedCall call);
}
