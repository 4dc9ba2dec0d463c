namespace CoroutineDsl;

/// <summary>A greenlet in the debugger: what it does, on what it waits, and its frames with their locals.</summary>
internal sealed class GreenletProxy(Greenlet greenlet)
{
    public string Name => greenlet.Name;

    public long Id => greenlet.Id;

    public string Does => greenlet.Doing();

    public Greenlet? Owner => greenlet.State.IsParked ? greenlet.Source?.OwnerFor(greenlet) : null;

    /// <summary>Innermost first.</summary>
    public Coroutine[] Frames
    {
        get
        {
            var frames = new List<Coroutine>();
            for (var frame = greenlet.Frame; frame is not null; frame = frame.Caller) frames.Add(frame);
            return [.. frames];
        }
    }

    public object? Value => greenlet.Value;

    public Exception? Failure => greenlet.Extras?.Exception;
}
