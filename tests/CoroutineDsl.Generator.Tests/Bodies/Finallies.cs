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

/// <summary>What runs on every way out of a try block.</summary>
public static partial class Finallies
{
    [Coroutine]
    public static IEnumerator<Yield> TryFinally()
    {
        try
        {
            yield return Step(1);
            Log("inside");
            yield return Step(2);
        }
        finally
        {
            Log("finally");
        }
        Log("after");
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyFailing()
    {
        try
        {
            yield return Step(1);
            Throw("inside");
        }
        finally
        {
            Log("finally");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> NestedFinally()
    {
        try
        {
            yield return Step(1);
            try
            {
                yield return Step(2);
                try
                {
                    Log("innermost");
                    yield return Fail("deep");
                }
                finally
                {
                    Log("finally 3");
                }
            }
            finally
            {
                Log("finally 2");
            }
        }
        finally
        {
            Log("finally 1");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> BreakOutOfFinally()
    {
        for (var i = 0; i < 4; i++)
        {
            try
            {
                yield return Step(i);
                if (i == 0) continue;
                if (i == 2) break;
                Log("rest");
            }
            finally
            {
                Log($"finally {i}");
            }
            Log("end of body");
        }
        Log("after");
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultOutOfFinally()
    {
        try
        {
            try
            {
                yield return Step(1);
                yield return 5;
            }
            finally
            {
                Log("inner");
            }
        }
        finally
        {
            Log("outer");
        }
        Log("not reached");
    }

    [Coroutine]
    public static IEnumerator<Yield> YieldBreakOutOfFinally()
    {
        try
        {
            yield return Step(1);
            if (See(true)) yield break;
            yield return Step(2);
        }
        finally
        {
            Log("finally");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> GotoOutOfFinally()
    {
        var i = 0;
    again:
        try
        {
            Step(i).Await();
            if (i++ < 2) goto again;
            goto done;
        }
        finally
        {
            Log("finally");
        }
    done:
        Log("done");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            Step("finally").Await();
            Log("finally");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitInFinallyAfterException()
    {
        try
        {
            try
            {
                Fail("x").Await();
            }
            finally
            {
                Step("finally").Await();
                Log("finally");
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ExceptionInFinallyReplaces()
    {
        try
        {
            try
            {
                Fail("first").Await();
            }
            finally
            {
                Fail("second").Await();
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> LeaveTryWithWaitInFinally()
    {
        for (var i = 0; i < 3; i++)
        {
            try
            {
                Step(i).Await();
                if (i == 0) continue;
                if (i == 1)
                {
                    SetResult(7);
                    yield break;
                }
            }
            finally
            {
                Step($"finally {i}").Await();
            }
            Log("not reached");
        }
    }
}
