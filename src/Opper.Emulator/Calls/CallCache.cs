using System.Security.Cryptography;

namespace Opper.Emulator.Calls;

/// <summary>Outputs that are reused for the duration of <c>invocation.cache.ttl</c>.</summary>
internal sealed class CallCache(Store store, TimeProvider time)
{
    private Table Outputs => store.Table(StateTables.CachedOutputs);

    public Completion? Find(CallSpecification call)
    {
        if (call.CacheTtl <= 0 || Outputs.Get(Key(call)) is not { } kept)
        {
            return null;
        }

        return Wire.Time(kept["expires_at"]) > time.GetUtcNow()
            ? new Completion(kept["value"]?.DeepClone(), (string)kept["source"]!)
            : null;
    }

    public void Keep(CallSpecification call, Completion completion)
    {
        if (call.CacheTtl > 0)
        {
            Outputs.Put(Key(call), new JsonObject
            {
                ["value"] = completion.Value?.DeepClone(),
                ["source"] = completion.Source,
                ["expires_at"] = Wire.Time(time.GetUtcNow().AddSeconds(call.CacheTtl)),
            });
        }
    }

    private static string Key(CallSpecification call) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(call.CacheKey())));
}
