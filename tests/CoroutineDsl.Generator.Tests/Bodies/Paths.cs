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

/// <summary>Variables that are reached through what was evaluated before the wait.</summary>
public static partial class Paths
{
    private struct Vec
    {
        public int X;

        public int Y { get; set; }

        public int Add(int n) => X += n;

        public static Vec operator +(Vec a, Vec b) => new() { X = a.X + b.X };

        public static implicit operator Vec(int n) => new() { X = n };
    }

    private sealed class Node
    {
        public Vec Vec;

        public Node? Next { get; set; }

        public List<Node> Kids { get; } = [];

        public int Prop { get; set; }

        public event Action? Fired;

        public void Fire() => Fired?.Invoke();
    }

    private static void Assign(ref int target, int value) => target = value;

    private static void Make(out int target, int value) => target = value;

    [Coroutine]
    public static IEnumerator<Yield> StructReceivers()
    {
        var v = new Vec();
        v.Add(Value(2).Await());
        v += Value<Vec>(5).Await();
        var node = new Node();
        node.Vec.X = Value(3).Await();
        node.Vec.Add(Value(4).Await());
        var array = new Vec[2];
        var i = 0;
        array[i++].Add(Value(9).Await() + i);
        array[i].Y = Value(2).Await();
        array[i].Y++;
        Log($"{v.X} {node.Vec.X} {array[0].X} {array[1].Y}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> References()
    {
        int[] a = [1, 2, 3];
        var i = 0;
        Assign(ref a[i++], Value(7).Await());
        Make(out var made, Value(6).Await() + i);
        a[i] = i = Value(2).Await();
        Log($"{Run.Text(a)} {i} {made}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NullConditionalPaths()
    {
        Node? none = null;
        var node = new Node();
        none?.Kids.Add(Value(node).Await());
        node?.Kids.Add(Value(node).Await());
        node?.Prop = Value(7).Await();
        none?.Prop = Value(8).Await();
        node?.Prop += Value(1).Await();
        Log($"{node!.Kids.Count} {node.Prop} {node?.Next?.Kids[Value(0).Await()].Prop is null} {node?.Kids[Value(0).Await()]?.Kids?.Count}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> EventsThatWait()
    {
        var node = new Node();
        Action handler = () => Log("fired");
        node.Fired += Value(handler).Await();
        node.Fire();
        node.Fired -= Value(handler).Await();
        node.Fire();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NarrowOperators()
    {
        byte b = 250;
        try
        {
            checked
            {
                b += (byte)Value(10).Await();
            }
        }
        catch (OverflowException)
        {
            Log("overflow");
        }
        unchecked
        {
            b += (byte)Value(10).Await();
        }
        short s = 1;
        s <<= Value(3).Await();
        var c = 'a';
        c += (char)Value(1).Await();
        var day = DayOfWeek.Monday;
        day |= Value(DayOfWeek.Tuesday).Await();
        int? n = Value<int?>(3).Await();
        n += Value(1).Await();
        Log($"{b} {s} {c} {day} {n}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CastOfAWait()
    {
        Log($"{((Func<int, int>)(x => x + 1))(Value(4).Await())} {(long)Value(5).Await()} {(Value((object)"x").Await() as string)!.Length}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SpansBetweenWaits()
    {
        Step(1).Await();
        Span<int> span = stackalloc int[2];
        span[1] = 4;
        foreach (ref var item in span)
            item++;
        Log($"{span[0]} {span[1]}");
        if (span[1] > 4)
            Log("more");
        Step(2).Await();
        yield break;
    }
}
