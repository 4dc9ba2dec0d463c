using System.ComponentModel;
using System.Diagnostics;

namespace CoroutineDsl.Jobs;

/// <summary>Who started a worker, on the hub's thread.</summary>
internal interface IWorkerOwner
{
    /// <summary>It is there, and takes jobs.</summary>
    void Ready(WorkerProcess worker);

    void Handle(WorkerProcess worker, FrameKind kind, ReadOnlyMemory<byte> payload);

    /// <summary>The process has ended, and all that it had sent has been handled.</summary>
    void Ended(WorkerProcess worker);
}

/// <summary>The parent's side of a worker: starts the process, waits for its connection, reads it to its end, waits for the end of the process.</summary>
internal sealed partial class WorkerProcess : IFrameHandler
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private const int SignalExit = 128;

    private readonly Hub _hub = Hub.Current;
    private readonly ProcessServer _server;
    private readonly IWorkerOwner _owner;
    private readonly long _number;
    private readonly CoEvent _begun = new();
    private readonly CoEvent _exited = new();
    private readonly string _claimsPath;
    private readonly Process _process;
    private Connection? _lifeline;
    private bool _isReleased;

    /// <exception cref="Win32Exception">The program cannot be started once more.</exception>
    public WorkerProcess(IWorkerOwner owner, int concurrency, TimeSpan startTimeout)
    {
        _owner = owner;
        _server = ProcessServer.Of(_hub);
        _number = _server.Add(Connected);
        var settings = new WorkerSettings(_number, concurrency, _server.Token, _server.Address, WorkerSettings.CurrentHooks());
        _claimsPath = settings.ClaimsPath;
        try
        {
            Claims = ClaimTable.Create(_claimsPath, PoolWorker.WindowOf(concurrency));
            var start = ProgramCommand.Create();
            settings.Give(start.Environment);
            _process = new Process { StartInfo = start, EnableRaisingEvents = true };
            _process.Exited += (_, _) => PostExit();
            _process.Start();
            _process.StandardInput.Close();
        }
        catch
        {
            Claims?.Dispose();
            _server.Remove(_number);
            throw;
        }

        Id = _process.Id;
        Greenlet.Spawn(Live(startTimeout), $"worker {Id}");
    }

    public int Id { get; }

    public ClaimTable Claims { get; }

    public Connection? Channel { get; private set; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _exited.IsSet;

    public int? ExitCode { get; private set; }

    /// <summary>Whether it was ended from outside, and not by what it did.</summary>
    public bool WasKilled => ExitCode is SignalExit + 9 or SignalExit + 15;

    public void Kill()
    {
        try
        {
            if (!_isReleased) _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // it has ended
        }
    }

    /// <summary>Kills it, and is over when it is gone: for the end of a program, where the hub may not run any more.</summary>
    public void KillAndRelease()
    {
        Kill();
        if (_isReleased) return;
#pragma warning disable CORO018 // the program ends: the process is dead already, and the hub may not run any more
        if (_process.WaitForExit(EndTime)) ExitCode = _process.ExitCode;
#pragma warning restore CORO018
        Release();
        Claims.Dispose(); // who started it is not told of its end any more
    }

    void IFrameHandler.Handle(FrameKind kind, ReadOnlyMemory<byte> payload) => _owner.Handle(this, kind, payload);

    public WorkerLostException Lost(string what) => new(
        $"{what} The process {Id} {(ExitCode is { } code ? code > SignalExit ? $"was ended by signal {code - SignalExit}" : $"ended with exit code {code}" : "ended")}.", Id, ExitCode);

    private void PostExit()
    {
        try
        {
            _hub.Post(Exited);
        }
        catch (ObjectDisposedException)
        {
            // nobody waits for it any more
        }
    }

    private void Exited()
    {
        if (!_isReleased) ExitCode = _process.ExitCode;
        _exited.Set();
        _begun.Set();
    }

    private void Connected(Connection connection, ProcessChannel channel, Purpose purpose)
    {
        if (purpose == Purpose.Lifeline)
        {
            _lifeline = connection;
        }
        else if (purpose == Purpose.Worker && Channel is null && !HasExited && !_isReleased)
        {
            Channel = connection;
            File.Delete(_claimsPath);
            _begun.Set();
        }
        else
        {
            connection.Dispose();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Live(TimeSpan startTimeout)
    {
        if (!_begun.Wait(startTimeout).Await())
        {
            Kill();
            yield return _begun.Wait();
        }

        if (Channel is not null)
        {
            _owner.Ready(this);
            try
            {
                Channel.Receive(this).Await();
            }
            catch (Exception)
            {
                Kill(); // it does not speak as it should, or says more than there is room for
            }
        }

        if (!_exited.Wait(EndTime).Await())
        {
            Kill();
            yield return _exited.Wait();
        }

        if (_isReleased) yield break;
        Release();
        _owner.Ended(this);
    }

    private void Release()
    {
        if (_isReleased) return;
        _isReleased = true;
        Channel?.Dispose();
        _lifeline?.Dispose();
        if (Channel is null) File.Delete(_claimsPath);
        _server.Remove(_number);
        _process.Dispose();
        _exited.Set();
        _begun.Set();
    }
}
