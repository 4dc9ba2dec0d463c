namespace CoroutineDsl;

/// <summary>The hub's arrays grow with a burst of greenlets. They shrink when the hub has nothing to do for a while: not before, or a program that works in bursts would make large arrays in each.</summary>
internal static class BurstTrim
{
    /// <summary>Arrays of fewer elements stay as they are.</summary>
    public const int Large = 65536;

    /// <summary>From how much sleep on a burst is taken to be over.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Halves a large array until it is at least half full.</summary>
    public static void Trim<T>(ref T[] array, int count)
    {
        var length = Trimmed(array.Length, count);
        if (length < array.Length) Array.Resize(ref array, length);
    }

    /// <summary>The length of an array of so many elements that <see cref="Trim{T}"/> leaves.</summary>
    public static int Trimmed(int length, int count)
    {
        while (length >= Large && count < length / 4) length /= 2;
        return length;
    }
}
