namespace CoroutineDsl.Jobs;

/// <summary>What a job knows of the <see cref="ProcessGroup"/> that its process belongs to. In a process that is in none, nobody asks it to stop.</summary>
public static class GroupMember
{
    private static readonly AsyncResult<bool> StopRequest = new();
    private static Connection? s_channel;
    private static bool s_isReady;

    /// <summary>Whether it is to stop.</summary>
    public static bool IsStopping => StopRequest.IsReady;

    /// <summary>Says that this process serves. A process that is replaced by this one is stopped only then. Again, it does nothing. On the hub that runs the job.</summary>
    public static void Ready()
    {
        if (s_isReady) return;
        s_isReady = true;
        s_channel?.Send(FrameKind.Ready);
    }

    /// <summary>Waits until the group wants this process to stop: <c>true</c>, or <c>false</c> when the timeout has passed first. What is served then may go on to its end.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<bool> WaitStop(TimeSpan? timeout = null) => StopRequest.Wait(timeout);

    internal static void Attach(Connection channel) => s_channel = channel;

    internal static void RequestStop() => StopRequest.TrySet(true);
}
