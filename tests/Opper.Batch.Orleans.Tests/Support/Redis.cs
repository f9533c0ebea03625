namespace Opper.Batch.Orleans.Tests.Support;

internal static class Redis
{
    public static RedisServer StartOrSkip()
    {
        var redis = RedisServer.TryStart();
        if (redis is null)
        {
            Assert.Ignore("No redis-server on PATH: on Debian, apt-get install redis-server.");
        }

        return redis!;
    }
}
