using System.Text;

namespace CoroutineDsl;

/// <summary>Greenlets wait for one another in a circle, without a timeout, while others of their hub go on: nothing but a kill can free them.</summary>
public sealed class DeadlockReport
{
    private readonly string _text;

    internal DeadlockReport(IReadOnlyList<Greenlet> members)
    {
        Members = members;
        var text = new StringBuilder("Greenlets wait for one another, and nothing but a kill can free them: ");
        text.AppendJoin(" waits for ", members.Append(members[0]).Select(member => member.Name)).Append(".\n");
        foreach (var member in members) GreenletText.Describe(text, member);
        _text = text.ToString();
    }

    /// <summary>The greenlets: each waits for the next, and the last for the first.</summary>
    public IReadOnlyList<Greenlet> Members { get; }

    /// <summary>Who waits for what, with the source line of every frame.</summary>
    public override string ToString() => _text;
}
