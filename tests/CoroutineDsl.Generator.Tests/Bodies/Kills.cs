using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

/// <summary>What exits do: they are injected at every wait of every body, and these have the most to lose.</summary>
public static partial class Kills
{
    [Coroutine]
    public static IEnumerator<Yield> ThroughManyFrames()
    {
        try
        {
            Middle().Await();
        }
        finally
        {
            Log("outer finally");
            Step("outer cleanup").Await();
        }
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Middle()
    {
        try
        {
            yield return Call(Inner());
        }
        finally
        {
            Log("middle finally");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Inner()
    {
        using var r = new Resource("inner");
        try
        {
            Step("work").Await();
            Step("more work").Await();
        }
        catch (Exception e)
        {
            Log($"swallowed {e.Message}");
            Step("in catch").Await();
        }
        finally
        {
            Step("inner cleanup").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NamedInTheMiddle()
    {
        try
        {
            try
            {
                Step("work").Await();
            }
            catch (GreenletExit)
            {
                Log("killed");
                Step("after the kill").Await();
            }
            catch (CoTimeoutException)
            {
                Log("timed out");
                Step("after the timeout").Await();
            }
            Step("goes on").Await();
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            Log($"ordinary {e.GetType().Name}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ConvertedToAnotherException()
    {
        try
        {
            Step("work").Await();
        }
        catch (GreenletExit e)
        {
            throw new InvalidOperationException("converted", e);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> RethrownAfterAWait()
    {
        try
        {
            Step("work").Await();
        }
        catch (GreenletExit)
        {
            Step("last words").Await();
            throw;
        }
        finally
        {
            Step("finally").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InLoopsWithCatchAll()
    {
        for (var i = 0; i < 3; i++)
            try
            {
                Step(i).Await();
                if (i == 1) Throw("one");
            }
            catch (Exception e)
            {
                Log($"ordinary {e.Message}");
            }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultSetInFinally()
    {
        try
        {
            Step("work").Await();
            SetResult(1);
        }
        finally
        {
            Step("finally").Await();
            SetResult(2);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InForEachOverSequences()
    {
        foreach (var x in new LoggingSequence(2))
            foreach (var y in new LoggingSequence(1))
                Step($"{x}{y}").Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FilterThatSeesExits()
    {
        try
        {
            Step("work").Await();
        }
        catch (Exception e) when (Seen(e))
        {
            Log($"caught {e.Message}");
        }
        yield break;
    }

    private static bool Seen(Exception e)
    {
        Log($"filter {e.GetType().Name}");
        return true;
    }

    [Coroutine]
    public static IEnumerator<Yield> FinallyThatFails()
    {
        try
        {
            try
            {
                Step("work").Await();
            }
            finally
            {
                Step("cleanup").Await();
                Throw("cleanup failed");
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> JumpOutOfTryWithCleanup()
    {
        var round = 0;
        while (true)
        {
            try
            {
                round++;
                Step(round).Await();
                if (round < 2) continue;
                break;
            }
            catch (GreenletExit)
            {
                Log("exit");
                break;
            }
            finally
            {
                Step("cleanup").Await();
            }
        }
        Log($"rounds {round}");
        yield break;
    }
}
