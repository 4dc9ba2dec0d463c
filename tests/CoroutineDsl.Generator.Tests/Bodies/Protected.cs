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

/// <summary>Exceptions, and who catches them.</summary>
public static partial class Protected
{
    [Coroutine]
    public static IEnumerator<Yield> Catch()
    {
        try
        {
            Step(1).Await();
            Fail("first").Await();
            Log("not reached");
        }
        catch (InvalidOperationException e)
        {
            Log($"caught {e.Message}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> CatchInOrder()
    {
        for (var i = 0; i < 3; i++)
            try
            {
                Step(i).Await();
                if (i == 0) throw new ArgumentException("a");
                if (i == 1) throw new FormatException("f");
                Throw("i");
            }
            catch (ArgumentException e)
            {
                Log($"argument {e.Message}");
            }
            catch (FormatException)
            {
                Log("format");
            }
            catch (Exception e)
            {
                Log($"any {e.Message}");
            }
        yield return 3;
    }

    [Coroutine]
    public static IEnumerator<Yield> CatchAll()
    {
        try
        {
            Fail("x").Await();
        }
        catch
        {
            Log("caught");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitInCatch()
    {
        try
        {
            Fail("x").Await();
        }
        catch (Exception e)
        {
            Step("in catch").Await();
            Log(e.Message);
            Step("again").Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> RethrowInCatch()
    {
        try
        {
            try
            {
                Fail("x").Await();
            }
            catch (InvalidOperationException)
            {
                Step("in catch").Await();
                throw;
            }
            finally
            {
                Log("finally");
            }
        }
        catch (Exception e)
        {
            Log($"outer {e.Message}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ThrowAnotherInCatch()
    {
        try
        {
            Fail("x").Await();
        }
        catch (InvalidOperationException e)
        {
            Step("in catch").Await();
            throw new ArgumentException("other", e);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Filter()
    {
        for (var i = 0; i < 2; i++)
            try
            {
                Fail($"x{i}").Await();
            }
            catch (InvalidOperationException e) when (See(e.Message) == "x1")
            {
                Log("filtered");
            }
            catch (InvalidOperationException e) when (e.Message is { Length: var n } && See(n) == 2)
            {
                Step(n).Await();
                Log($"other {n}");
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FilterThatIsFalse()
    {
        try
        {
            Fail("x").Await();
        }
        catch (InvalidOperationException) when (See(false))
        {
            Log("never");
        }
        finally
        {
            Step("finally").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchFinallyAllWaiting()
    {
        for (var i = 0; i < 3; i++)
        {
            try
            {
                Step($"try {i}").Await();
                if (i == 1) Throw("one");
                if (i == 2) break;
            }
            catch (InvalidOperationException e)
            {
                Step($"catch {e.Message}").Await();
                continue;
            }
            finally
            {
                Step($"finally {i}").Await();
            }
            Log($"end {i}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryInCatchInFinally()
    {
        try
        {
            Throw("a");
        }
        catch (Exception a)
        {
            try
            {
                Step("b").Await();
                Throw("b");
            }
            catch (Exception b)
            {
                Log($"{a.Message} {b.Message}");
                Step("c").Await();
            }
            finally
            {
                try
                {
                    Step("d").Await();
                }
                finally
                {
                    Log("e");
                }
            }
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryWithoutWaits()
    {
        yield return Step(1);
        try
        {
            Throw("plain");
        }
        catch (InvalidOperationException e) when (e.Message == "plain")
        {
            Log(e.Message);
        }
        finally
        {
            Log("finally");
        }
        yield return Step(2);
    }

    [Coroutine]
    public static IEnumerator<Yield> ExitsByName()
    {
        try
        {
            Step(1).Await();
            Step(2).Await();
        }
        catch (GreenletExit e)
        {
            Log($"exit {e.Message}");
            throw;
        }
        catch (CoTimeoutException e)
        {
            Log($"timeout {e.Message}");
        }
        catch (Exception e)
        {
            Log($"other {e.Message}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ExitsPassThroughCatchAll()
    {
        try
        {
            try
            {
                Step(1).Await();
            }
            catch
            {
                Log("inner");
                Step("in inner").Await();
            }
            finally
            {
                Log("finally");
                Step("in finally").Await();
            }
        }
        catch (Exception e) when (e.Message.Length > 0)
        {
            Log("outer");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> RetryLoop()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Step($"attempt {attempt}").Await();
                if (attempt < 3) Fail($"failure {attempt}").Await();
                break;
            }
            catch (InvalidOperationException e) when (attempt < 3)
            {
                Log(e.Message);
                Step("back off").Await();
            }
        }
        Log("done");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LocalsAcrossTryAndCatch()
    {
        var state = "start";
        try
        {
            state = Value("tried").Await();
            Throw(state);
        }
        catch (Exception e)
        {
            var before = state;
            state = Value("caught").Await();
            Log($"{before} {state} {e.Message}");
        }
        finally
        {
            Log(state);
        }
        Log(state);
        yield break;
    }
}
