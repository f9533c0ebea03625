using System.Runtime.CompilerServices;
using Opper.Batch.Formats;

namespace Opper.Tool.Streams;

/// <summary>A file that is read.</summary>
internal static class InputFile
{
    /// <summary>Whether a path is that of a pipe, a socket or a device, which can block and be read only once. An empty file cannot be told from them without
    /// opening it.</summary>
    public static bool MayBePipe(string path) => FilePath.Resolve(path) is var target
        && (FilePath.IsDevice(target) || (File.Exists(target) && new FileInfo(target).Length == 0));

    /// <summary>Reads rows from a pipe, which can block at each of them, so that this can be canceled.</summary>
    public static async IAsyncEnumerable<T> CancelableAsync<T>(IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = rows.GetAsyncEnumerator(cancellationToken);
        while (await Task.Run(() => enumerator.MoveNextAsync().AsTask(), CancellationToken.None).WaitAsync(cancellationToken))
        {
            yield return enumerator.Current;
        }

        await enumerator.DisposeAsync();
    }

    /// <summary>Whether a path has no extension that tells a format, such as <c>/dev/stdin</c> and the <c>/dev/fd/63</c> of a shell's process
    /// substitution.</summary>
    public static bool IsUnnamed(FileInfo file) => file.Extension.Length == 0 && FilePath.IsDevice(file.FullName);
}
