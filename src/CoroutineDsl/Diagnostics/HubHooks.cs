namespace CoroutineDsl;

/// <summary>Raises a hub's hooks. Parking and waking write nothing down for them: while a step hook has a handler, the trampoline looks at each greenlet after its step and marks those that are parked.</summary>
internal sealed class HubHooks(Hub hub)
{
    private HookHandlers? _handlers;

    /// <summary>Whether a hook of single steps has a handler.</summary>
    public bool AreStepsRaised { get; private set; }

    /// <summary>Whether a handler runs now.</summary>
    public bool AreRaised { get; private set; }

    /// <summary>Adds or removes a handler.</summary>
    /// <exception cref="InvalidOperationException">The current thread does not run the hub.</exception>
    public void Change(Action<HookHandlers> change)
    {
        hub.CheckThread();
        var handlers = _handlers ?? new HookHandlers();
        change(handlers);
        _handlers = handlers.IsEmpty ? null : handlers;
        var before = AreStepsRaised;
        AreStepsRaised = handlers.HasStepHandlers;
        if (AreStepsRaised != before) hub.Loop.Trampoline.EndBatchEarly();
        if (!AreStepsRaised || before) return;
        foreach (var greenlet in hub.Greenlets.Append(hub.Main).Where(greenlet => greenlet.State.IsParked)) greenlet.State.Trace(); // parked before
    }

    /// <summary>A greenlet is the hub's from now on. It is marked, so that its way into the run queue raises a hook.</summary>
    public void RaiseSpawned(Greenlet greenlet)
    {
        if (_handlers is not { } handlers || IsOwn(greenlet)) return;
        greenlet.State.Trace();
        Raise(handlers.Spawned, greenlet);
    }

    public void RaiseEnded(Greenlet greenlet)
    {
        if (_handlers?.Ended is { } ended && !IsOwn(greenlet)) Raise(ended, greenlet);
    }

    /// <summary>A greenlet that was marked is ready now.</summary>
    public void RaiseReady(Greenlet greenlet)
    {
        greenlet.State.Untrace();
        if (greenlet.State.HasRun) Raise(_handlers?.Unparked, greenlet);
        Raise(_handlers?.Scheduled, greenlet);
    }

    public void RaiseStepping(Greenlet greenlet)
    {
        if (!greenlet.State.IsDead && !IsOwn(greenlet)) Raise(_handlers?.Stepping, greenlet);
    }

    /// <summary>A greenlet has run: what it does now.</summary>
    public void RaiseStepped(Greenlet greenlet)
    {
        if (IsOwn(greenlet)) return;
        if (greenlet.State.IsParked)
        {
            greenlet.State.Trace();
            Raise(_handlers?.Parked, greenlet);
        }
        else if (!greenlet.State.IsDead)
        {
            Raise(_handlers?.Scheduled, greenlet);
        }

        Raise(_handlers?.Stepped, greenlet);
    }

    /// <summary>The library's own raise no hooks.</summary>
    private static bool IsOwn(Greenlet greenlet) => greenlet.Leaf is CallbackCoroutine or Turn;

    private void Raise(Action<Greenlet>? handlers, Greenlet greenlet)
    {
        if (handlers is null) return;
        var outer = AreRaised;
        var context = FlowingContext.Current;
        AreRaised = true;
        try
        {
            handlers(greenlet);
        }
        catch (Exception exception)
        {
            hub.Report(greenlet, exception);
        }
        finally
        {
            AreRaised = outer;
            FlowingContext.Return(context);
        }
    }
}
