using System.ComponentModel;

namespace CoroutineDsl.Patching;

/// <summary>What the generator writes for patched calls that no interceptor reaches.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Patched
{
    /// <summary>The cooperative call on a thread that runs a hub, the original on any other.</summary>
    public static void Call(Action cooperative, Action original) => (Hub.IsRunningHere ? cooperative : original)();

    /// <inheritdoc cref="Call(Action, Action)"/>
    public static T Call<T>(Func<T> cooperative, Func<T> original) => (Hub.IsRunningHere ? cooperative : original)();
}
