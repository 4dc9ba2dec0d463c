namespace CoroutineDsl;

/// <summary>A group or a pool in the debugger.</summary>
internal sealed class GroupProxy(GroupBase group)
{
    public GroupStatistics Statistics => group.Statistics;

    public Greenlet[] Members => [.. group];
}
