#if NET
using System.Diagnostics.CodeAnalysis;
using Opper;

namespace Opper
{
    // What is sent and read goes through Newtonsoft.Json, which looks at types by reflection: the linker cannot see what it needs.
    [RequiresUnreferencedCode(Trimming)]
    [RequiresDynamicCode(Trimming)]
    public partial class OpperClient
    {
        internal const string Trimming = "Models, and the types of typed calls, are read and written by reflection. Publish without trimming and native AOT.";
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    [RequiresUnreferencedCode(OpperClient.Trimming)]
    [RequiresDynamicCode(OpperClient.Trimming)]
    public static partial class OpperServiceCollectionExtensions;
}
#endif
