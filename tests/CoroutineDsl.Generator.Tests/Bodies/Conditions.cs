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

/// <summary>Conditions of cases and arms that wait themselves.</summary>
public static partial class Conditions
{
    [Coroutine]
    public static IEnumerator<Yield> CaseConditions()
    {
        foreach (var o in new object?[] { 5, 2, "abcd", "x", null, 1.5 })
            switch (o)
            {
                case int i when Value(i > 3).Await():
                    Step($"big {i}").Await();
                    break;
                case int i:
                    Log($"small {i}");
                    break;
                case string { Length: > 2 } s when s.Length > Value(3).Await() && Value(true).Await():
                    Log(s);
                    goto default;
                case null:
                    Log("null");
                    break;
                case 1.5:
                    continue;
                default:
                    Log($"default {o}");
                    break;
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ArmConditions()
    {
        for (var i = 0; i < 3; i++)
            Log(i switch
            {
                0 when Value(false).Await() => "never",
                int n when n == Value(1).Await() => $"one {n}",
                var n and > 1 => $"many {n} {Value(n).Await()}",
                _ => "rest",
            });
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FilterOverCaptures()
    {
        var wanted = "a";
        Func<string> get = () => wanted;
        foreach (var message in new[] { "a", "b" })
            try
            {
                Step(message).Await();
                throw new InvalidOperationException(message);
            }
            catch (InvalidOperationException e) when (new[] { e.Message }.Any(m => m == wanted))
            {
                Log($"caught {get()} {e.Message}");
                wanted = Value("b").Await();
            }
            finally
            {
                Step("finally").Await();
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> PatternInFilter()
    {
        try
        {
            Step(1).Await();
            throw new ArgumentException("text");
        }
        catch (Exception e) when (e.Message is { Length: var length } && length == 4)
        {
            Step($"{length}").Await();
            Log($"{e.Message} {length}");
        }
        yield break;
    }
}
