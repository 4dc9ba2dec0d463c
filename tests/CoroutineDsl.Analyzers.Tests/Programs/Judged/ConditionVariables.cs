// says: False
// stays: 2
namespace ConditionVariables;

public static partial class Program
{
    static readonly object s_gate = new();

    // what belongs to the thread has no cooperative form that could be put in its place
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        lock (s_gate) Say([|Monitor.Wait(s_gate, 1)|]);
        using var mutex = new Mutex();
        if ([|mutex.WaitOne()|]) mutex.ReleaseMutex();
        yield break;
    }
}
