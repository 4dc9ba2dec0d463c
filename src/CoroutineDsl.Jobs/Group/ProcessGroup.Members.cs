namespace CoroutineDsl.Jobs;

public sealed partial class ProcessGroup
{
    internal void Log(string line)
    {
        try
        {
            Options.Log?.Invoke(line);
        }
        catch (Exception)
        {
            // a log that cannot be written does not hold the group
        }
    }

    internal void Ended(Member member)
    {
        _all.Remove(member);
        Log($"process {member.Id} ended{(member.Lost.ExitCode is { } code and not 0 ? $" with exit code {code}" : "")}");
        if (_all.Count == 0) _allEnded.Set();
    }

    private Member StartMember()
    {
        var member = new Member(this, _job, Options.ReadyTimeout);
        _all.Add(member);
        _allEnded.Clear();
        Log($"process {member.Id} started");
        return member;
    }

    /// <summary>Keeps one place of the group: starts its process, and starts it again where it ends.</summary>
    [Coroutine]
    private IEnumerator<Yield> Keep(int place)
    {
        var backoff = Options.FirstBackoff;
        while (!_isStopping)
        {
            var began = _hub.Time.GetTimestamp();
            try
            {
                _members[place] ??= StartMember();
            }
            catch (Exception exception)
            {
                Log($"a process cannot be started: {exception.Message}");
            }

            if (_members[place] is { } member)
            {
                yield return member.HasEndedEvent.Wait();
                if (_members[place] != member) continue; // a reload has replaced it
                _members[place] = null;
            }

            if (_isStopping) yield break;
            var hasLived = _hub.Time.GetElapsedTime(began) >= Options.StableTime;
            if (hasLived) backoff = Options.FirstBackoff;
            yield return Greenlet.Sleep(backoff);
            backoff = backoff * 2 < Options.MaxBackoff ? backoff * 2 : Options.MaxBackoff;
        }
    }

    [Coroutine]
    private IEnumerator<Yield<bool>> WaitUntilServing(TimeSpan? timeout)
    {
        var began = _hub.Time.GetTimestamp();
        while (!Array.TrueForAll(_members, member => member is { IsServing: true, HasEnded: false }))
        {
            if (timeout is { } limit && TimeoutArgument.Left(limit, _hub.Time.GetElapsedTime(began)) == TimeSpan.Zero) yield return false;
            yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(10));
        }

        yield return true;
    }

    [Coroutine]
    private IEnumerator<Yield> TryReplaceAll()
    {
        try
        {
            ReplaceAll().Await();
        }
        catch (Exception exception)
        {
            Log($"the reload was given up: {exception.Message}");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReplaceAll()
    {
        using var held = _reloading.Hold().Await();
        var old = new List<Member>();
        try
        {
            for (var place = 0; place < _members.Length && !_isStopping; place++)
            {
                var replaced = _members[place];
                var member = StartMember();
                WaitReady(member).Await();
                if (_isStopping) yield break;
                replaced = _members[place];
                _members[place] = member;
                if (replaced is null) continue;
                old.Add(replaced);
                replaced.Stop();
            }
        }
        finally
        {
            WaitEnded(old, Options.StopTimeout).Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> WaitReady(Member member)
    {
        var isReady = false;
        try
        {
            var isInTime = member.Changed.Wait(Options.ReadyTimeout).Await();
            if (!isInTime) throw new TimeoutException($"The process {member.Id} does not serve after {Options.ReadyTimeout}.");
            if (member.HasEnded) throw member.Lost;
            isReady = true;
        }
        finally
        {
            if (!isReady) member.Kill();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> StopAll(TimeSpan timeout)
    {
        _isStopping = true;
        Member[] members = [.. _all];
        foreach (var member in members) member.Stop();
        WaitEnded(members, timeout).Await();
        yield return _allEnded.Wait();
    }

    /// <summary>Waits until these have ended, and kills those that have not when the time is over.</summary>
    [Coroutine]
    private IEnumerator<Yield> WaitEnded(IReadOnlyCollection<Member> members, TimeSpan timeout)
    {
        var began = _hub.Time.GetTimestamp();
        foreach (var member in members)
        {
            if (member.HasEndedEvent.Wait(TimeoutArgument.Left(timeout, _hub.Time.GetElapsedTime(began))).Await()) continue;
            Log($"process {member.Id} does not stop: it is killed");
            member.Kill();
            yield return member.HasEndedEvent.Wait();
        }
    }
}
