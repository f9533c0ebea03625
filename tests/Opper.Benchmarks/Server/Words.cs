namespace Opper.Benchmarks.Server;

/// <summary>The text that every API answers with, whole and in the pieces that a model writes.</summary>
internal static class Words
{
    private static readonly string[] Pieces =
    [
        "The", " harbour", " of", " Göte", "borg", " freezes", " in", " hard", " winters", ",", " and", " then", " the", " boats", " wait", ".",
        " \"", "How", " long", "?\"", " the", " children", " ask", ",", " un", "believ", "ing", ";", "\n", "until", " April", " —",
        " at", " the", " latest", ".",
    ];

    /// <summary>About 700 characters.</summary>
    public static string Text { get; } = string.Concat(Enumerable.Range(0, 135).Select(Piece));

    public static string Piece(int index) => Pieces[index % Pieces.Length];
}
