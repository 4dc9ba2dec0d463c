namespace CoroutineDsl;

/// <summary>What happens to a value for which there is no room.</summary>
public enum Overflow
{
    /// <summary>Who brings it waits for room.</summary>
    Wait,

    /// <summary>The oldest value makes room for it.</summary>
    DropOldest,

    /// <summary>It is dropped itself.</summary>
    DropNewest,

    /// <summary>Who brings it gets a <see cref="QueueFullException"/>.</summary>
    Fail,
}
