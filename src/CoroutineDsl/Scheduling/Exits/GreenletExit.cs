namespace CoroutineDsl;

/// <summary>
/// What <see cref="Greenlet.Kill(Exception?, TimeSpan?)"/> throws in a greenlet. There it passes through <c>catch (Exception)</c> in a coroutine, as gevent's does through <c>except Exception</c>; name it to catch it.
/// In any other greenlet the same object is an ordinary exception. A greenlet that ends with it ended successfully.
/// </summary>
public class GreenletExit : Exception
{
    private readonly Lock _gate = new();
    private object? _recipients; // a Greenlet, or a list of several

    /// <summary>Makes one with the default message.</summary>
    public GreenletExit()
        : base("The greenlet was killed.")
    {
    }

    /// <summary>Makes one with a message.</summary>
    public GreenletExit(string message)
        : base(message)
    {
    }

    /// <summary>Whether it was thrown by a kill anywhere.</summary>
    internal bool WasDelivered => Volatile.Read(ref _recipients) is not null;

    /// <summary>
    /// Caught by name, and the greenlet goes on: from now on it is an ordinary exception in the current greenlet. Lowered code does not need this, since it catches an exit only by name;
    /// in code that is not lowered an exit that was caught comes again at the next wait unless it was accepted. A hard kill cannot be accepted.
    /// </summary>
    public void Accept()
    {
        if (Hub.Here?.CurrentGreenlet is not { IsKilledHard: false } greenlet) return;
        lock (_gate)
        {
            if (ReferenceEquals(_recipients, greenlet)) _recipients = this; // delivered, and to nobody who has not accepted it
            else (_recipients as List<Greenlet>)?.Remove(greenlet);
        }

        greenlet.Accept(this);
    }

    internal void DeliverTo(Greenlet greenlet)
    {
        lock (_gate)
        {
            _recipients = _recipients switch
            {
                null or GreenletExit => greenlet,
                Greenlet one when ReferenceEquals(one, greenlet) => one,
                Greenlet one => new List<Greenlet> { one, greenlet },
                _ => Add((List<Greenlet>)_recipients, greenlet),
            };
        }
    }

    internal bool WasDeliveredTo(Greenlet greenlet)
    {
        var recipients = Volatile.Read(ref _recipients);
        if (recipients is not List<Greenlet> several) return ReferenceEquals(recipients, greenlet);
        lock (_gate) return several.Contains(greenlet);
    }

    private static List<Greenlet> Add(List<Greenlet> several, Greenlet greenlet)
    {
        if (!several.Contains(greenlet)) several.Add(greenlet);
        return several;
    }
}
