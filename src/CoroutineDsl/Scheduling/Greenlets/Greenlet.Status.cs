using System.Text;

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Whether it has been scheduled and has not ended.</summary>
    public bool IsStarted => State.IsAlive;

    /// <summary>Whether it has ended: with a value, with a failure, or killed.</summary>
    public bool IsReady => State.IsDead;

    /// <summary>The same as <see cref="IsReady"/>.</summary>
    public bool IsDead => IsReady;

    /// <summary>Whether it has ended without a failure; a killed one has.</summary>
    public bool IsSuccessful => State.HasSucceeded;

    /// <summary>Whether a kill ended it: it has ended with a <see cref="GreenletExit"/>, and has no result. One that caught the exit and went on, or failed with the exception of its kill, was not killed.</summary>
    public bool IsKilled => IsSuccessful && Extras?.Ended is not null;

    /// <summary>The result, or the <see cref="GreenletExit"/> it was killed with; <c>null</c> while it runs, after a failure, or where it has none.</summary>
    public object? Value => !IsSuccessful ? null : Extras?.Exception ?? Leaf?.UntypedResult;

    /// <summary>What it failed with; <c>null</c> while it runs and after success. Looking at a failure counts as having seen it: it is not reported.</summary>
    public Exception? Exception
    {
        get
        {
            if (!State.HasFailed) return null;
            State.Observe();
            return Extras!.Exception;
        }
    }

    /// <summary>For logs and dumps; <c>Greenlet-</c> and the <see cref="Id"/> unless set.</summary>
    public string Name
    {
        get => Extras?.Name ?? (State.IsMain ? "main" : DefaultName(Id));
        set => More.Name = value;
    }

    internal static string DefaultName(long id) => $"Greenlet-{id}";

    /// <summary>Unique in the process.</summary>
    public long Id => _number != 0 ? _number : Extras!.Id;

    /// <summary>Where control goes when a raw greenlet ends: the greenlet that created it, unless set. A greenlet that was spawned has none.</summary>
    /// <exception cref="ArgumentException">The parent would be its own ancestor, or belongs to another hub.</exception>
    public Greenlet? Parent
    {
        get => Extras?.Parent;
        set
        {
            for (var ancestor = value; ancestor is not null; ancestor = ancestor.Parent)
            {
                if (ReferenceEquals(ancestor, this)) throw new ArgumentException("A greenlet cannot be its own ancestor.", nameof(value));
            }

            if (value is not null && !ReferenceEquals(value.Hub, Hub)) throw new ArgumentException("The parent belongs to another hub.", nameof(value));
            More.Parent = value;
        }
    }

    /// <summary>The logical stack, innermost frame first: method, file and line of each frame. Empty when it has not started or has ended.</summary>
    public IReadOnlyList<FrameLocation> StackFrames
    {
        get
        {
            var frames = new List<FrameLocation>();
            if (IsReady) return frames;
            for (var frame = Frame; frame is not null; frame = frame.Caller)
            {
                if (frame is not ThreadFrame) frames.Add(frame.Location);
            }

            return frames;
        }
    }

    /// <summary>The name, and what it is doing.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"<Greenlet \"{Name}\"");
        if (Leaf is not null && !State.IsMain) text.Append(' ').Append(Root.Method);
        return text.Append(": ").Append(Doing()).Append('>').ToString();
    }

    /// <summary>In a few words: what it is doing now.</summary>
    internal string Doing() => State switch
    {
        { HasFailed: true } => $"failed with {Extras!.Exception!.GetType().Name}",
        { IsDead: true } => Extras?.Exception is null ? "ended" : "killed",
        { IsParked: true } => $"waits for {Source!.Describe(this)}{(Extras is { IsAbandoning: true } ? " (being abandoned)" : "")}",
        { WasStarted: false } => "not started",
        _ => ReferenceEquals(Hub.CurrentGreenlet, this) ? "running" : "ready",
    };

    /// <summary>A coroutine that was not lowered begins to run.</summary>
    internal static void BeginsUnlowered(object iterator) => HubMeter.Unlowered(iterator);

    /// <summary>The outermost frame, of a greenlet that has not ended.</summary>
    internal FrameLocation Root => Leaf is { } leaf ? RootOf(leaf).Location : default;

    private static Coroutine RootOf(Coroutine frame)
    {
        while (frame.Caller is { } caller) frame = caller;
        return frame;
    }
}
