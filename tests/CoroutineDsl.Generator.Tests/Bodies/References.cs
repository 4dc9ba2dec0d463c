using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

/// <summary>References to variables that are not there: C# fails where it takes the reference, not where it uses it.</summary>
public static partial class References
{
    private struct Cell
    {
        public int X;

        public int Add(int n) => X += n;
    }

    private sealed class Box
    {
        public int Number;
        public Cell Cell;
        public int Property { get; set; }
    }

    private static void Add(ref int target, int first, int second) => target += first + second;

    [Coroutine]
    public static IEnumerator<Yield> RefElementOfNull()
    {
        int[] numbers = null!;
        Add(ref numbers[0], See(1), Value(2).Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> RefElementOutOfRange()
    {
        var numbers = new int[2];
        try
        {
            Add(ref numbers[See(2)], See(1), Value(2).Await());
        }
        catch (IndexOutOfRangeException)
        {
            Log("out of range");
        }
        Add(ref numbers[See(1)], See(1), Value(2).Await());
        Log($"{numbers[1]}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> StructElementReceiverOutOfRange()
    {
        var cells = new Cell[1];
        cells[See(3)].Add(Value(2).Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedElementOutOfRange()
    {
        var numbers = new int[1];
        numbers[See(1)] = Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedFieldOfElementOutOfRange()
    {
        var cells = new Cell[1];
        cells[See(1)].X = Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedFieldOfNull()
    {
        Box box = null!;
        box.Number = Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedPropertyOfNull()
    {
        Box box = null!;
        box.Property = Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedFieldOfStructFieldOfNull()
    {
        Box box = null!;
        box.Cell.X = Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CompoundElementOutOfRange()
    {
        var numbers = new int[1];
        numbers[See(1)] += Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ArrayVariance()
    {
        object[] texts = new string[1];
        texts[See(0)] = Value("a").Await();
        Log($"{texts[0]}");
        texts[See(0)] = (object)Value(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LockOnWhatIsWaitedFor()
    {
        var gate = new object();
        for (var i = 0; i < 3; i++)
        {
            lock (Value(gate).Await())
            {
                var n = See(i);
                if (n == 1)
                    continue;
                Log($"locked {n}");
            }
            Step(i).Await();
        }
        yield break;
    }

    private static int s_number;

    private static ref int Number
    {
        get
        {
            Log("take the reference");
            return ref s_number;
        }
    }

    private static int Number2
    {
        set => Log($"set {value}");
    }

    [Coroutine]
    public static IEnumerator<Yield> DeconstructionToTheRightOfTheWait()
    {
        var numbers = new int[3];
        (numbers[Value(1).Await()], Number, numbers[See(2)]) = (See(4), 5, 6);
        (numbers[See(0)], numbers[Value(1).Await()], Number2) = (numbers[1], See(8), 9);
        Log($"{Run.Text(numbers)} {s_number}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TupleAsAReceiver()
    {
        var numbers = new[] { 1, 2 };
        Log((A: See(numbers[1]), B: Value("b").Await()).B);
        Log($"{(A: numbers[See(0)]++, B: Value(numbers[0]).Await()).A} {numbers[0]}");
        Add(ref Nth(numbers, Value(1).Await()), See(3), 4);
        Log(Run.Text(numbers));
        yield break;
    }

    private static ref int Nth(int[] numbers, int n)
    {
        Log($"nth {n}");
        return ref numbers[n];
    }

    private readonly struct Reading(int number)
    {
        public int Number { get; } = number;

        public int Plus(int n) => Number + n;
    }

    private static Reading s_reading = new(1);

    private static ref readonly Reading Latest()
    {
        Log("latest");
        return ref s_reading;
    }

    [Coroutine]
    public static IEnumerator<Yield> ReadonlyStructBehindAReference()
    {
        Log($"{Latest().Plus(Value(2).Await())}");
        yield break;
    }

    private class Letters
    {
        public List<string>.Enumerator GetEnumerator() => new List<string> { "a", "b" }.GetEnumerator();
    }

    private sealed class Digits : Letters
    {
        public List<int>.Enumerator GetEnumerator(params int[] digits) => new List<int>(digits).GetEnumerator();
    }

    [Coroutine]
    public static IEnumerator<Yield> EnumeratorOfTheBase()
    {
        foreach (var letter in new Digits())
            Log(Value(letter).Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LabelsWithoutAWait()
    {
        if (See(true))
            goto far;
        goto near;
    far:
        Log("far");
    near:
        Log("near");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FilterThatReplacesItsException()
    {
        var x = 0;
        try
        {
            try
            {
                Throw("first");
            }
            catch when (x != 0)
            {
                Step(1).Await();
                throw;
            }
        }
        catch (Exception e) when (x == 0 && (e = new InvalidOperationException("second")) != null)
        {
            x = Value(2).Await();
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Optional([Optional, DefaultParameterValue(3)] int n, [Optional] string? s)
    {
        SetResult(Value(n).Await() + (s?.Length ?? 100));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OptionalByAttributes()
    {
        Log($"{Optional().Await()} {Optional(1).Await()} {Optional(1, "x").Await()}");
        yield break;
    }
}
