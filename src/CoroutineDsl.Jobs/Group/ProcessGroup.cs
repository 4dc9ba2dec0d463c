using System.Runtime.InteropServices;

namespace CoroutineDsl.Jobs;

/// <summary>
/// A number of processes that all run the same job for as long as they live: a prefork server (gunicorn, with its gevent workers). One that ends is started again, after a wait that grows where it ends soon.
/// A reload replaces them one after the other: the next is told to stop when its successor serves.
/// </summary>
/// <example><code>
/// [Coroutine, Job]
/// static IEnumerator&lt;Yield&gt; Serve(ProcessListener listener)
/// {
///     var server = new StreamServer(listener.Listen().Await(), connection =&gt; Talk(connection));
///     server.Start();
///     GroupMember.Ready();
///     yield return GroupMember.WaitStop();
///     yield return server.Stop();
/// }
///
/// using var listener = new ProcessListener(new IPEndPoint(IPAddress.Any, 8080));
/// using var group = new ProcessGroup(2, ServeJob(listener));
/// group.Run().Await();
/// </code></example>
/// <remarks>For the thread of the hub that made it. The processes end when this one does, in whatever way.</remarks>
public sealed partial class ProcessGroup : IDisposable
{
    private readonly Hub _hub = Hub.Current;
    private readonly Job _job;
    private readonly Member?[] _members;
    private readonly List<Member> _all = [];
    private readonly CoEvent _allEnded = new();
    private readonly CoLock _reloading = new();
    private bool _isStarted;
    private bool _isStopping;

    /// <summary>A group that has not been started.</summary>
    /// <param name="count">How many processes.</param>
    /// <param name="job">What each runs. It says <see cref="GroupMember.Ready"/> when it serves, and ends after <see cref="GroupMember.WaitStop"/>.</param>
    /// <param name="options">How the processes are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public ProcessGroup(int count, Job job, ProcessGroupOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(job);
        _job = job;
        _members = new Member?[count];
        Options = options ?? new();
        _allEnded.Set();
    }

    /// <summary>How the processes are kept.</summary>
    public ProcessGroupOptions Options { get; }

    /// <summary>The processes that there are now.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _all.Where(member => !member.HasEnded).Select(member => member.Id)];

    /// <summary>How many of them serve, and have not been told to stop.</summary>
    public int ServingCount => _all.Count(member => member.IsServing && !member.IsStopping && !member.HasEnded);

    /// <summary>Starts the processes; again, it does nothing. (A process that cannot be started is tried again.)</summary>
    /// <exception cref="ObjectDisposedException">It has been stopped.</exception>
    public void Start()
    {
        _hub.CheckThread();
        ObjectDisposedException.ThrowIf(_isStopping, this);
        if (_isStarted) return;
        _isStarted = true;
        for (var i = 0; i < _members.Length; i++) Greenlet.Spawn(Keep(i), $"group {i}");
    }

    /// <summary>Waits until all processes serve: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> WaitServing(TimeSpan? timeout = null)
    {
        TimeoutArgument.Check(timeout);
        return WaitUntilServingCoroutine(timeout).AsSuspension();
    }

    /// <summary>
    /// Starts the processes and keeps them, until the program is told to stop: SIGHUP reloads, SIGTERM and SIGINT stop. It is over when all have ended. Where this wait is killed, the processes are.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It has been stopped (from the wait).</exception>
    public Suspension Run() => RunUntilStoppedCoroutine().AsSuspension();

    /// <summary>
    /// Replaces the processes, one after the other: starts a new one of the program as it is on the disk now, waits until it serves, tells the old one to stop. It is over when the old ones have ended.
    /// Where a new one does not get to serve, the old ones that are left go on.
    /// </summary>
    /// <exception cref="WorkerLostException">A new process ended before it served (from the wait).</exception>
    /// <exception cref="TimeoutException">A new process did not serve within <see cref="ProcessGroupOptions.ReadyTimeout"/> (from the wait).</exception>
    public Suspension Reload() => ReplaceAllCoroutine().AsSuspension();

    /// <summary>Tells all processes to stop, and waits until they have ended; those that have not within <see cref="ProcessGroupOptions.StopTimeout"/> are killed.</summary>
    /// <param name="timeout">Another time than the one of the options.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Stop(TimeSpan? timeout = null)
    {
        TimeoutArgument.Check(timeout);
        return StopAllCoroutine(timeout ?? Options.StopTimeout).AsSuspension();
    }

    /// <summary>Kills all processes, and returns when they are gone.</summary>
    public void Dispose()
    {
        _isStopping = true;
        foreach (var member in _all) member.Kill();
        foreach (var member in _all) member.KillAndRelease();
        _all.Clear();
        _allEnded.Set();
    }

    /// <summary>How many processes it has, and what they run.</summary>
    public override string ToString() => $"ProcessGroup ({ServingCount} of {_members.Length} serve {_job})";

    [Coroutine]
    private IEnumerator<Yield> RunUntilStopped()
    {
        using var signals = new CoSignal(PosixSignal.SIGHUP, PosixSignal.SIGTERM, PosixSignal.SIGINT);
        Start();
        try
        {
            while (true)
            {
                var signal = signals.Next().Await();
                Log($"{signal}");
                if (signal != PosixSignal.SIGHUP) break;
                Greenlet.Spawn(TryReplaceAll(), "group reload");
            }

            StopAll(Options.StopTimeout).Await();
        }
        finally
        {
            Dispose();
        }

        yield break;
    }
}
