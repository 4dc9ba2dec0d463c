namespace CoroutineDsl;

/// <summary>Which of several waits of one type came first, and its value.</summary>
/// <param name="Index">Which of the branches took effect, from 0.</param>
/// <param name="Item1">Its value.</param>
public readonly record struct Choice<T>(int Index, T Item1)
{
    /// <summary>Its value, under another name.</summary>
    public T Value => Item1;
}

/// <summary>Which of two waits came first, and its value.</summary>
/// <param name="Index">Which of the branches took effect, from 0.</param>
/// <param name="Item1">The value of the first branch where that one took effect; else <c>default</c>.</param>
/// <param name="Item2">The same of the second.</param>
public readonly record struct Choice<T1, T2>(int Index, T1 Item1, T2 Item2);

/// <summary>Which of three waits came first, and its value.</summary>
/// <param name="Index">Which of the branches took effect, from 0.</param>
/// <param name="Item1">The value of the first branch where that one took effect; else <c>default</c>.</param>
/// <param name="Item2">The same of the second.</param>
/// <param name="Item3">The same of the third.</param>
public readonly record struct Choice<T1, T2, T3>(int Index, T1 Item1, T2 Item2, T3 Item3);

/// <summary>Which of four waits came first, and its value.</summary>
/// <param name="Index">Which of the branches took effect, from 0.</param>
/// <param name="Item1">The value of the first branch where that one took effect; else <c>default</c>.</param>
/// <param name="Item2">The same of the second.</param>
/// <param name="Item3">The same of the third.</param>
/// <param name="Item4">The same of the fourth.</param>
public readonly record struct Choice<T1, T2, T3, T4>(int Index, T1 Item1, T2 Item2, T3 Item3, T4 Item4);

/// <summary>Which of five waits came first, and its value.</summary>
/// <param name="Index">Which of the branches took effect, from 0.</param>
/// <param name="Item1">The value of the first branch where that one took effect; else <c>default</c>.</param>
/// <param name="Item2">The same of the second.</param>
/// <param name="Item3">The same of the third.</param>
/// <param name="Item4">The same of the fourth.</param>
/// <param name="Item5">The same of the fifth.</param>
public readonly record struct Choice<T1, T2, T3, T4, T5>(int Index, T1 Item1, T2 Item2, T3 Item3, T4 Item4, T5 Item5);
