namespace CoroutineDsl;

/// <summary>Whether a source that keeps the state of one wait has begun it: its suspension can be waited for once.</summary>
internal struct SingleUse
{
    private bool _hasBegun;

    /// <exception cref="InvalidOperationException">It has begun before.</exception>
    public void Begin()
    {
        if (_hasBegun) throw new InvalidOperationException("This suspension has been waited for before. One like it is waited for once: call the method again for another.");
        _hasBegun = true;
    }

    /// <summary>What was begun was taken back, and had no effect.</summary>
    public void TakeBack() => _hasBegun = false;
}
