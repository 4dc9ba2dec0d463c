using System.Text;

namespace CoroutineDsl;

/// <summary>A greenlet in the words of a report.</summary>
internal static class GreenletText
{
    public static void Describe(StringBuilder text, Greenlet greenlet)
    {
        text.Append("  ").Append(greenlet.Name).Append(": ").Append(greenlet.Doing());
        if (greenlet.State.IsParked && greenlet.Source!.OwnerFor(greenlet) is { } owner) text.Append(" (held by ").Append(owner.Name).Append(')');
        text.Append('\n');
        foreach (var frame in greenlet.StackFrames) text.Append("    ").Append(frame).Append('\n');
    }
}
