using System.Runtime.CompilerServices;

namespace CoroutineDsl.Jobs;

/// <summary>Whether this program was compiled natively. (A project for that can run on the JIT too, with dynamic code turned off: there it has the list of assemblies of a host.)</summary>
internal static class NativeProgram
{
    public static bool IsThis => !RuntimeFeature.IsDynamicCodeSupported && AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null;
}
