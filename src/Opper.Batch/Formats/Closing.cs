namespace Opper.Batch.Formats;

/// <summary>Closes what was written to. An exception of closing does not replace that of the work before it, which is often its cause.</summary>
internal static class Closing
{
    public static async Task<T> AfterAsync<T>(Func<Task<T>> work, Func<ValueTask> close)
    {
        T result;
        try
        {
            result = await work().ConfigureAwait(false);
        }
        catch
        {
            try
            {
                await close().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // That of the work is thrown.
            }

            throw;
        }

        await close().ConfigureAwait(false);
        return result;
    }
}
