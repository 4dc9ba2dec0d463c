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

/// <summary>Each compound statement inside each other.</summary>
public static partial class Nestings
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInIf()
    {
        if (See(true))
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInIf()
    {
        if (See(true))
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInIf()
    {
        if (See(true))
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WhileInWhile()
    {
        var w = 0;
        while (w++ < 2)
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
    public static IEnumerator<Yield> ForEachInWhile()
    {
        var w = 0;
        while (w++ < 2)
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInWhile()
    {
        var w = 0;
        while (w++ < 2)
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
    public static IEnumerator<Yield> TryCatchInWhile()
    {
        var w = 0;
        while (w++ < 2)
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
    public static IEnumerator<Yield> SwitchInWhile()
    {
        var w = 0;
        while (w++ < 2)
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
    public static IEnumerator<Yield> ClosureInWhile()
    {
        var w = 0;
        while (w++ < 2)
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
    public static IEnumerator<Yield> WhileInFor()
    {
        for (var o = 0; o < 2; o++)
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
    public static IEnumerator<Yield> ForEachInFor()
    {
        for (var o = 0; o < 2; o++)
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInFor()
    {
        for (var o = 0; o < 2; o++)
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
    public static IEnumerator<Yield> TryCatchInFor()
    {
        for (var o = 0; o < 2; o++)
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
    public static IEnumerator<Yield> SwitchInFor()
    {
        for (var o = 0; o < 2; o++)
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
    public static IEnumerator<Yield> ClosureInFor()
    {
        for (var o = 0; o < 2; o++)
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
    public static IEnumerator<Yield> WhileInForEach()
    {
        foreach (var o in new[] { "p", "q" })
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
    public static IEnumerator<Yield> ForEachInForEach()
    {
        foreach (var o in new[] { "p", "q" })
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInForEach()
    {
        foreach (var o in new[] { "p", "q" })
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
    public static IEnumerator<Yield> TryCatchInForEach()
    {
        foreach (var o in new[] { "p", "q" })
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
    public static IEnumerator<Yield> SwitchInForEach()
    {
        foreach (var o in new[] { "p", "q" })
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
    public static IEnumerator<Yield> ClosureInForEach()
    {
        foreach (var o in new[] { "p", "q" })
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
    public static IEnumerator<Yield> WhileInTry()
    {
        try
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInTry()
    {
        try
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInTry()
    {
        try
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

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

    [Coroutine]
    public static IEnumerator<Yield> WhileInUsing()
    {
        using (new Resource("outer"))
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
    public static IEnumerator<Yield> ForEachInUsing()
    {
        using (new Resource("outer"))
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInUsing()
    {
        using (new Resource("outer"))
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
    public static IEnumerator<Yield> TryCatchInUsing()
    {
        using (new Resource("outer"))
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
    public static IEnumerator<Yield> SwitchInUsing()
    {
        using (new Resource("outer"))
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
    public static IEnumerator<Yield> ClosureInUsing()
    {
        using (new Resource("outer"))
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
    public static IEnumerator<Yield> WhileInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                var i = 0;
                while (Value(i).Await() < 2)
                    i++;
                Log($"{i}");
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                foreach (var x in new LoggingSequence(2))
                    Step(x).Await();
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                try
                {
                    Step("inner").Await();
                }
                finally
                {
                    Step("inner finally").Await();
                }
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                try
                {
                    Fail("inner").Await();
                }
                catch (InvalidOperationException inside)
                {
                    Step(inside.Message).Await();
                }
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
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
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                var n = Value(1).Await();
                Action bump = () => n++;
                bump();
                Step(n).Await();
                bump();
                Log($"{n}");
                break;
            }
        }
        Log("after");
        yield break;
    }
}
