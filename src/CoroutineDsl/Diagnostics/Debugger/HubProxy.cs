namespace CoroutineDsl;

/// <summary>A hub in the debugger: its greenlets, and who runs. Read from outside, as a debugger does.</summary>
internal sealed class HubProxy(Hub hub)
{
    public string Name => HubInsight.Of(hub).Name;

    public Greenlet Running => hub.CurrentGreenlet;

    public int Ready => hub.Ready.Count;

    public int Timers => hub.Timers.Count;

    public Greenlet[] Greenlets => hub.PeekGreenlets();

    public HubOptions Options => hub.Options;
}
