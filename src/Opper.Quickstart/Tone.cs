namespace Opper.Quickstart;

internal enum Tone
{
    Neutral,
    Humorous,
    Ironic,
    Romantic,
    Serious,
    Tragic,
}
