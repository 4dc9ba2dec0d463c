using System.Text;

namespace CoroutineDsl;

/// <summary>A hub's greenlets in words.</summary>
internal static class HubDump
{
    /// <summary>All that have not ended: what each does, and the source lines of its frames, innermost first.</summary>
    public static string Of(Hub hub)
    {
        var text = new StringBuilder();
        text.Append("Hub: ").Append(hub.Count).Append(" greenlets, ").Append(hub.Timers.Count).Append(" timers\n");
        foreach (var greenlet in hub.Greenlets) Describe(text, greenlet);
        return text.ToString();
    }

    public static void Describe(StringBuilder text, Greenlet greenlet)
    {
        text.Append("  ").Append(greenlet.Name).Append(": ").Append(greenlet.Doing());
        if (greenlet.State.IsParked && greenlet.Source!.OwnerFor(greenlet) is { } owner) text.Append(" (held by ").Append(owner.Name).Append(')');
        text.Append('\n');
        foreach (var frame in greenlet.StackFrames) text.Append("    ").Append(frame).Append('\n');
    }
}
