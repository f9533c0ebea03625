using System.Text;
using Opper.Evaluation.Reports;

namespace Opper.Tool.Terminal;

/// <summary>Writes external text to a terminal.</summary>
internal sealed class PrintableWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => terminal.Write(VisibleText.Of(value));

    public override void Flush() => terminal.Flush();
}
