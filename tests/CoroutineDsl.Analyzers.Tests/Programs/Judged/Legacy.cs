// says: line opened 3 moved cached
namespace Legacy;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var port = [|Port.Open("com1")|];
        Say([|port.ReadLine()|]);
        Say(port.Name);
        Say([|port.Read(out var count)|] ? count : -1);
        [|port.WaitReady()|];
        Say(port.Cached());
        yield break;
    }
}

public class Port
{
    public string Name { get; set; } = "opened";
    public static Port Open(string name) => throw new InvalidOperationException("blocks");
    public string ReadLine() => throw new InvalidOperationException("blocks");
    public bool Read(out int count) => throw new InvalidOperationException("blocks");
    public void WaitReady() { if (Judge.IsOnHub) throw new InvalidOperationException("blocks"); Say("moved"); }
    public string Cached() => "cached";
    public Task<string> CachedAsync() => Task.FromResult("async");
}

public static class PortPatches
{
    [Patches(typeof(Port), nameof(Port.Open))] public static Task<Port> Open(string name) => Task.FromResult(new Port());
    [Patches(typeof(Port), nameof(Port.ReadLine))] public static async Task<string> CoReadLine(this Port port) { await Task.Yield(); return "line"; }
    [Patches(typeof(Port), nameof(Port.Read))] public static ValueTask<CoroutineDsl.Patching.Returned<bool, int>> CoRead(this Port port) => new(new CoroutineDsl.Patching.Returned<bool, int>(true, 3));
}
