using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Passes;

/// <summary>
/// Finds the variables that live across a suspension, by the textbook backward analysis over the flat body:
/// they become fields. An instruction inside a try may continue in each handler around it.
/// </summary>
internal sealed partial class Liveness
{
    private sealed class Node
    {
        public HashSet<int> Uses = [];
        public HashSet<int> Kills = [];
        public HashSet<int> Live = [];
        public List<string> Jumps = [];
        public List<Node> Next = [];
        public Node[] Handlers = [];
        public Suspend? Suspend;
        public HashSet<int>? Across;
        public HashSet<int> Writes = [];
        public HashSet<int> Held = [];
    }

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Node> _labels = new(StringComparer.Ordinal);

    public static void Apply(LoweringContext context, List<Instruction> instructions)
    {
        var liveness = new Liveness();
        var entry = liveness.Build(instructions, [], new Node());
        liveness.Solve(context.Cancel);
        foreach (var node in liveness._nodes)
            if (node.Suspend is { } suspend)
                foreach (var id in node.Across!)
                    Keep(context.Variables.All[id], suspend, context);
        liveness.Clear(entry, context);
    }

    private static void Keep(Variable variable, Suspend suspend, LoweringContext context)
    {
        variable.IsField = true;
        if (variable.Type is { IsRefLikeType: true })
            context.Refuse(suspend.Place,
                variable.UserName.Length > 0 ? $"'{variable.UserName}', a ref struct that lives across this suspension" : "a ref struct in front of this suspension, in the same expression",
                "use a Memory or an array, or keep its use between two suspensions");
        else if (variable.Type is ITypeParameterSymbol { AllowsRefLikeType: true })
            context.Refuse(suspend.Place, $"'{variable.UserName}', which may be a ref struct, across this suspension", "keep its use between two suspensions");
    }

    /// <summary>Adds nodes for a list that continues at <paramref name="after"/>; returns where it begins.</summary>
    private Node Build(List<Instruction> instructions, Node[] handlers, Node after)
    {
        var next = after;
        for (var i = instructions.Count - 1; i >= 0; i--)
            next = Build(instructions[i], handlers, next);
        return next;
    }

    private Node Build(Instruction instruction, Node[] handlers, Node next)
    {
        switch (instruction)
        {
            case Code code:
                var node = Of(code, handlers);
                node.Jumps.AddRange(code.Targets);
                if (code.FallsThrough)
                    node.Next.Add(next);
                return node;
            case Label label:
                var target = Add(new Node { Handlers = handlers });
                target.Next.Add(next);
                _labels[label.Name] = target;
                return target;
            case Suspend suspend:
                // the result is written after the wait, so what the wait reads of it counts
                var resumed = Add(new Node { Handlers = handlers, Suspend = suspend });
                resumed.Next.Add(next);
                if (suspend.Result is { } result)
                {
                    resumed.Kills.Add(result.Id);
                    resumed.Writes.Add(result.Id);
                }
                if (suspend.Ended is { } ended)
                    resumed.Kills.Add(ended.Id);
                var begin = Of(suspend.Wait, handlers);
                begin.Next.Add(resumed);
                return begin;
            case Forward forward:
                var forwarded = Of(forward.Wait, handlers);
                forwarded.Next.Add(next);
                return forwarded;
            case TryRegion region:
                return Build(region, handlers, next);
            default:
                throw new InvalidOperationException(instruction.GetType().Name);
        }
    }

    private Node Build(TryRegion region, Node[] handlers, Node next)
    {
        if (region.Finally is { } final)
        {
            next = Build(final, handlers, next);
            handlers = [.. handlers, next];
        }
        var inner = handlers.ToList();
        foreach (var clause in region.Catches)
        {
            var body = Build(clause.Body, handlers, next);
            var header = Of(clause.Header, handlers);
            header.Next.Add(body);
            inner.Add(header);
        }
        return Build(region.Body, [.. inner], next);
    }

    private Node Of(Code code, Node[] handlers)
    {
        var node = Add(new Node { Handlers = handlers });
        foreach (var text in code.Functions.Prepend(code.Text))
            foreach (var (kind, id) in Reference.All(text))
                if (kind == Reference.Write)
                    node.Writes.Add(id);
                else
                    node.Uses.Add(id);
        foreach (var variable in code.Kills)
        {
            node.Kills.Add(variable.Id);
            if (code.Declares)
                node.Uses.Remove(variable.Id);
        }
        return node;
    }

    private Node Add(Node node)
    {
        _nodes.Add(node);
        return node;
    }

    private void Solve(CancellationToken cancel)
    {
        foreach (var node in _nodes)
            foreach (var label in node.Jumps)
                if (_labels.TryGetValue(label, out var target))
                    node.Next.Add(target);
        bool changed;
        do
        {
            cancel.ThrowIfCancellationRequested();
            changed = false;
            // the nodes were added back to front
            foreach (var node in _nodes)
            {
                var live = new HashSet<int>();
                foreach (var next in node.Next)
                    live.UnionWith(next.Live);
                live.ExceptWith(node.Kills);
                foreach (var handler in node.Handlers)
                    live.UnionWith(handler.Live);
                if (node.Suspend is not null)
                    node.Across = [.. live];
                live.UnionWith(node.Uses);
                if (live.Count != node.Live.Count)
                {
                    node.Live = live;
                    changed = true;
                }
            }
        }
        while (changed);
    }
}
