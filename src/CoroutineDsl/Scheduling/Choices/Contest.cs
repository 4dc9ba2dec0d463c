using System.Diagnostics.CodeAnalysis;

namespace CoroutineDsl;

/// <summary>
/// The branches of one choice, and which of them takes effect: the one that is claimed first. In the same step of the hub all others leave their lists, so no second one can be given anything.
/// </summary>
/// <param name="source">What the greenlet that chooses is parked on.</param>
/// <param name="hub">Its hub, for good.</param>
/// <param name="size">How many branches.</param>
internal sealed class Contest(WaitSource source, Hub hub, int size)
{
    private static readonly HubSlot<Random> s_chance = new(hub => hub.Options.Seed is { } seed ? new Random(seed) : new Random());
    private readonly Branch[] _branches = new Branch[size];
    private readonly int[] _order = new int[size];
    private Branch? _nobody; // claimed for an interrupt
    private volatile Branch? _claimed;
    private Greenlet? _greenlet;
    private int _leaving; // losers whose operation has not stopped yet
    private bool _isShared;
    private bool _isBeginning;
    private bool _isLeaving;
    private bool _isTurn;
    private bool _isInterrupted;
    private bool _isAwoken;

    public int Size => size;

    public Hub Hub => hub;

    public Greenlet Greenlet => _greenlet!;

    /// <summary>The greenlet has the outcome, and nothing is under way.</summary>
    public bool IsIdle => _greenlet is null && _leaving == 0;

    /// <summary>A greenlet waits for the outcome.</summary>
    public bool IsAwaited => _greenlet is not null;

    public Branch this[int index] => _branches[index] ??= new Branch(this, hub);

    /// <summary>Who has won.</summary>
    public int Winner => Array.IndexOf(_branches, _claimed!);

    /// <summary>Takes the first branch that need not wait; <c>false</c>: there is none.</summary>
    public bool TryAtOnce(Greenlet greenlet, bool isFair)
    {
        Order(isFair);
        foreach (var index in _order)
        {
            if (!this[index].TryAtOnce(greenlet)) continue;
            _claimed = _branches[index];
            return true;
        }

        return false;
    }

    /// <summary>As <see cref="Begin"/>, in order.</summary>
    public bool BeginInOrder(Greenlet greenlet)
    {
        Order(isFair: false);
        return Begin(greenlet);
    }

    /// <summary>Begins all waits. <c>true</c>: one is over.</summary>
    public bool Begin(Greenlet greenlet)
    {
        _greenlet = greenlet;
        _claimed = null;
        _isTurn = _isInterrupted = _isAwoken = false;
        _isShared = false;
        foreach (var branch in _branches) _isShared |= branch.IsClaimedElsewhere;
        _isBeginning = true;
        try
        {
            BeginAll(isElsewhere: false);
            if (_isShared) BeginAll(isElsewhere: true); // once one is in its list, another thread may claim it: no other branch may take effect at its begin then
        }
        catch
        {
            if (TryInterrupt(out var claimed)) LeaveAllBut(null);
            else LeaveAllBut(claimed);
            _isAwoken = true;
            _greenlet = null;
            throw;
        }
        finally
        {
            _isBeginning = false;
        }

        if (_claimed is not { } winner || winner.State.IsParked) // of another thread: its wake is on the way
        {
            greenlet.Park(source);
            return false;
        }

        LeaveAllBut(winner);
        if (_leaving > 0)
        {
            greenlet.Park(source);
            return false;
        }

        _isAwoken = true;
        if (!_isTurn) return true;
        greenlet.TakeTurn(source);
        return false;
    }

    public bool MayClaim(Branch branch) => _claimed is null || ReferenceEquals(_claimed, branch);

    public bool Claim(Branch branch)
    {
        if (!_isShared) return ClaimHere(branch);
        lock (Claims.Gate) return ClaimHere(branch);
    }

    public void Won(Branch branch, bool isFirst)
    {
        if (!branch.State.IsParked) return; // a wake that was on its way from another thread
        if (Claim(branch))
        {
            branch.Leave();
            if (_isBeginning) return;
            LeaveAllBut(branch);
        }
        else
        {
            if (!branch.IsLeaving) return;
            branch.IsLeaving = false;
            branch.Leave();
            _leaving--;
        }

        Settle(isFirst);
    }

    public void WonInTurn(Branch branch)
    {
        Claim(branch);
        _isTurn = true;
    }

    /// <summary>The greenlet is interrupted.</summary>
    public Abandonment Abandon()
    {
        if (!TryInterrupt(out var claimed)) return Come(claimed);
        _isLeaving = true;
        foreach (var branch in _branches)
        {
            if (!branch.State.IsParked) continue;
            switch (branch.Awaited.Abandon(branch))
            {
                case Abandonment.Come:
                    _claimed = branch;
                    return Come(branch);
                case Abandonment.Begun:
                    Stop(branch);
                    break;
                default:
                    branch.Leave();
                    break;
            }
        }

        _isLeaving = false;
        _isInterrupted = true;
        if (_leaving > 0) return Abandonment.Begun;
        _isAwoken = true;
        _greenlet = null;
        return Abandonment.LetGo;
    }

    /// <summary>The greenlet waits for the end of what is stopped no longer.</summary>
    public void LetGo()
    {
        _isAwoken = true;
        foreach (var branch in _branches)
        {
            if (branch.IsLeaving) branch.SkipGrace();
        }

        _greenlet = null;
    }

    /// <summary>The greenlet has taken the outcome.</summary>
    public void Finish()
    {
        _greenlet = null;
        foreach (var branch in _branches)
        {
            if (!branch.IsLeaving) branch.Forget();
        }
    }

    private void Order(bool isFair)
    {
        for (var i = 0; i < size; i++) _order[i] = i;
        if (!isFair) return;
        for (var i = size - 1; i > 0; i--)
        {
            var other = s_chance.Of(hub).Next(i + 1);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }

    private void BeginAll(bool isElsewhere)
    {
        foreach (var index in _order)
        {
            if (_claimed is not null) return;
            var branch = _branches[index];
            if (branch.IsClaimedElsewhere != isElsewhere || !branch.Begin()) continue;
            Claim(branch);
            return;
        }
    }

    private bool ClaimHere(Branch branch)
    {
        if (_claimed is { } claimed) return ReferenceEquals(claimed, branch);
        _claimed = branch;
        return true;
    }

    private bool TryInterrupt([NotNullWhen(false)] out Branch? claimed)
    {
        _nobody ??= new Branch(this, hub);
        lock (Claims.Gate)
        {
            claimed = _claimed;
            if (claimed is not null) return false;
            _claimed = _nobody;
            return true;
        }
    }

    private Abandonment Come(Branch winner)
    {
        winner.Leave();
        LeaveAllBut(winner);
        _isAwoken = true;
        return Abandonment.Come;
    }

    private void LeaveAllBut(Branch? winner)
    {
        _isLeaving = true;
        foreach (var branch in _branches)
        {
            if (ReferenceEquals(branch, winner) || branch.IsLeaving || !branch.State.IsParked) continue;
            if (branch.Awaited.Lose(branch) == Abandonment.Begun) Stop(branch);
            else branch.Leave();
        }

        _isLeaving = false;
    }

    private void Stop(Branch branch)
    {
        branch.IsLeaving = true;
        _leaving++;
        branch.BeginToLeave();
    }

    private void Settle(bool isFirst)
    {
        if (_leaving > 0 || _isLeaving || _isBeginning || _isAwoken) return;
        _isAwoken = true;
        var greenlet = _greenlet!;
        if (_isInterrupted)
        {
            _greenlet = null;
            greenlet.EndAbandonment();
        }
        else if (isFirst)
        {
            greenlet.WakeFirst();
        }
        else
        {
            greenlet.Wake();
        }
    }
}
