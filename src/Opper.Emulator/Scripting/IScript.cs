using Opper.Emulator.Completions;

namespace Opper.Emulator.Scripting;

/// <summary>Answers that a test has laid down.</summary>
internal interface IScript
{
    /// <summary>What spans and chats say of such answers.</summary>
    const string Source = "scripted";

    /// <summary>Makes the answer; null leaves the call to another script.</summary>
    Func<Completion>? NextAnswer(EmulatedCall call);
}
