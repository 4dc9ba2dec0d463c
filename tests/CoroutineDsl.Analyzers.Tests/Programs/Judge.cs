global using static Judge;

[assembly: Blocking("M:Legacy.Port.WaitReady")]
[assembly: NotBlocking("M:Legacy.Port.Cached")]

/// <summary>What the programs have in common: they say things, and the other side of every wait acts only when the heart has beaten. So a call that blocks the hub never comes back.</summary>
public static partial class Judge
{
    private static Hub? s_hub;
    private static readonly List<string> s_said = [];
    private static readonly TaskCompletionSource[] s_beat = [new(TaskCreationOptions.RunContinuationsAsynchronously)];

    /// <summary>How often the heart has beaten.</summary>
    public static int Beats { get; private set; }

    /// <summary>Whether this is the thread that runs the hub of the program. (A pool thread may have one of its own.)</summary>
    public static bool IsOnHub => Hub.IsRunningHere && ReferenceEquals(Hub.Current, s_hub);

    public static void Say(object what)
    {
        lock (s_said) s_said.Add(what.ToString()!);
    }

    /// <summary>Does it two beats from now.</summary>
    public static void Later(Action action) => Spawn(WaitAndDo(action));

    /// <summary>For code that is on no hub: two beats from now.</summary>
    public static async Task Beaten()
    {
        for (var i = 0; i < 2; i++) await Volatile.Read(ref s_beat[0]).Task.ConfigureAwait(false);
    }

    /// <summary>Runs a program beside a beating heart; gives what it said.</summary>
    public static string Run(IEnumerator<Yield> main)
    {
        s_said.Clear();
        s_hub = Hub.Current;
        var heart = Spawn(Beat(), "heart");
        try { Spawn(main, "main").Get().Await(); }
        finally { heart.Kill().Await(); }
        return string.Join(' ', s_said);
    }

    [Coroutine]
    private static IEnumerator<Yield> Beat()
    {
        while (true)
        {
            yield return Sleep(1);
            Beats++;
            Interlocked.Exchange(ref s_beat[0], new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitAndDo(Action action)
    {
        var beats = Beats;
        while (Beats < beats + 2) yield return Sleep(1);
        action();
    }
}

namespace NUnit.Framework
{
    static class Assert
    {
        public static int That(int value) => value;
        public static Task<int> ThatAsync(int value) => Task.FromResult(value);
    }
}
