using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.FlowAnalysis;

/// <summary>A point of the flat body, and what happens to variables there.</summary>
internal sealed class FlowNode(int variables, FlowNode[] handlers)
{
    public Bits Uses { get; } = new(variables);

    /// <summary>Variables whose earlier value is gone.</summary>
    public Bits Kills { get; } = new(variables);

    public Bits Writes { get; } = new(variables);

    /// <summary>Variables whose value may still be wanted when control comes here.</summary>
    public Bits Live { get; } = new(variables);

    public List<string> Jumps { get; } = [];

    public List<FlowNode> Next { get; } = [];

    /// <summary>Where an exception may lead from here.</summary>
    public FlowNode[] Handlers { get; } = handlers;

    /// <summary>The wait that ends here.</summary>
    public Await? Await { get; init; }

    /// <summary>For a wait: variables whose value must outlive it.</summary>
    public Bits? Across { get; set; }
}

/// <summary>The flat body as a graph, with the textbook backward analysis of what lives where. An instruction inside a try may continue in each handler around it.</summary>
internal sealed class FlowGraph
{
    private readonly int _variables;
    private readonly List<FlowNode> _nodes = [];
    private readonly Dictionary<string, FlowNode> _labels = new(StringComparer.Ordinal);

    public FlowGraph(List<Instruction> instructions, int variables, CancellationToken cancel)
    {
        _variables = variables;
        Entry = Build(instructions, [], new FlowNode(variables, []));
        foreach (var node in _nodes)
            foreach (var label in node.Jumps)
                if (_labels.TryGetValue(label, out var target))
                    node.Next.Add(target);
        Solve(cancel);
    }

    public FlowNode Entry { get; }

    /// <summary>Back to front.</summary>
    public IReadOnlyList<FlowNode> Nodes => _nodes;

    public Bits None() => new(_variables);

    /// <summary>Adds nodes for a list that continues at <paramref name="after"/>; returns where it begins.</summary>
    private FlowNode Build(List<Instruction> instructions, FlowNode[] handlers, FlowNode after)
    {
        var next = after;
        for (var i = instructions.Count - 1; i >= 0; i--)
            next = Build(instructions[i], handlers, next);
        return next;
    }

    private FlowNode Build(Instruction instruction, FlowNode[] handlers, FlowNode next)
    {
        switch (instruction)
        {
            case Try region:
                return Build(region, handlers, next);
            case Await wait:
                return Build(wait, handlers, next);
            case Label label:
                var target = Node(handlers);
                target.Next.Add(next);
                _labels[label.Name] = target;
                return target;
        }
        var node = Node(handlers);
        switch (instruction)
        {
            case Copy copy:
                Mention(node, copy.Code);
                foreach (var variable in copy.Kills)
                {
                    node.Kills.Add(variable.Slot.Id);
                    if (copy.Declares)
                        node.Uses.Remove(variable.Slot.Id);
                }
                break;
            case Store store:
                Mention(node, store.Value);
                Define(node, store.Target);
                break;
            case Forget forget:
                node.Kills.Add(forget.Variable.Slot.Id);
                break;
            case SetResult result:
                Mention(node, result.Value);
                break;
            case Branch branch:
                Mention(node, branch.Condition);
                node.Jumps.Add(branch.Target);
                break;
            case Goto jump:
                node.Jumps.Add(jump.Target);
                break;
            case Return:
                break;
            case TailCall call:
                Mention(node, call.Wait);
                break;
            default:
                throw new InvalidOperationException(instruction.GetType().Name);
        }
        if (instruction.FallsThrough)
            node.Next.Add(next);
        return node;
    }

    private FlowNode Build(Await wait, FlowNode[] handlers, FlowNode next)
    {
        // the result is written after the wait, so what the wait reads of it counts
        var resumed = Add(new FlowNode(_variables, handlers) { Await = wait });
        resumed.Next.Add(next);
        if (wait.Result is { } result)
            Define(resumed, result);
        if (wait.Ended is { } ended)
            Define(resumed, ended);
        var begin = Node(handlers);
        Mention(begin, wait.Wait);
        begin.Next.Add(resumed);
        return begin;
    }

    private FlowNode Build(Try region, FlowNode[] handlers, FlowNode next)
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
            var header = Node(handlers);
            Mention(header, clause.Header);
            header.Next.Add(body);
            inner.Add(header);
        }
        return Build(region.Body, [.. inner], next);
    }

    private static void Mention(FlowNode node, Code code)
    {
        node.Jumps.AddRange(code.Targets);
        foreach (var use in code.Uses)
            (use.Access == Access.Write ? node.Writes : node.Uses).Add(use.Variable.Slot.Id);
    }

    private static void Define(FlowNode node, Variable variable)
    {
        if (variable.Scope is { } scope)
        {
            node.Uses.Add(scope.Holder.Slot.Id);
            return;
        }
        node.Writes.Add(variable.Slot.Id);
        node.Kills.Add(variable.Slot.Id);
    }

    private FlowNode Node(FlowNode[] handlers) => Add(new FlowNode(_variables, handlers));

    private FlowNode Add(FlowNode node)
    {
        _nodes.Add(node);
        return node;
    }

    private void Solve(CancellationToken cancel)
    {
        bool isChanged;
        do
        {
            cancel.ThrowIfCancellationRequested();
            isChanged = false;
            var live = new Bits(_variables);
            foreach (var node in _nodes)
            {
                live.Clear();
                foreach (var next in node.Next)
                    live.UnionWith(next.Live);
                live.ExceptWith(node.Kills);
                foreach (var handler in node.Handlers)
                    live.UnionWith(handler.Live);
                if (node.Await is not null)
                    node.Across = live.Clone();
                live.UnionWith(node.Uses);
                isChanged |= node.Live.UnionWith(live);
            }
        }
        while (isChanged);
    }
}
