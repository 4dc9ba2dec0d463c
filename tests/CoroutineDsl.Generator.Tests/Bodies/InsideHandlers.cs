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

/// <summary>Each compound statement inside finally and catch blocks.</summary>
public static partial class InsideHandlers
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            try
            {
                Step("inner").Await();
            }
            finally
            {
                Step("inner finally").Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            try
            {
                Fail("inner").Await();
            }
            catch (InvalidOperationException inside)
            {
                Step(inside.Message).Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            switch (Value("b").Await())
            {
                case "a":
                    Step("a").Await();
                    break;
                case "b":
                    Step("b").Await();
                    goto case "a";
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WhileInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            try
            {
                Step("inner").Await();
            }
            finally
            {
                Step("inner finally").Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            try
            {
                Fail("inner").Await();
            }
            catch (InvalidOperationException inside)
            {
                Step(inside.Message).Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            switch (Value("b").Await())
            {
                case "a":
                    Step("a").Await();
                    break;
                case "b":
                    Step("b").Await();
                    goto case "a";
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInCatch()
    {
        try
        {
            Throw("thrown");
        }
        catch (InvalidOperationException)
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        Log("after");
        yield break;
    }
}
