using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Passes;

/// <summary>
/// A parked machine must not keep alive what it will never look at again: fields that hold references are cleared at the first wait after their last use.
/// A forward analysis says which may hold something there.
/// </summary>
internal sealed partial class Liveness
{
    private void Clear(Node entry, LoweringContext context)
    {
        var fields = new HashSet<int>(context.Variables.All.Where(v => v.IsField && v.Constant is null && v.Scope is null && v.HoldsReferences).Select(v => v.Id));
        if (fields.Count == 0)
            return;
        entry.Held.UnionWith(context.Variables.Parameters.Select(p => p.Field.Id).Where(fields.Contains));
        Propagate(fields, context.Cancel);
        foreach (var node in _nodes)
            if (node.Suspend is { } suspend)
            {
                var dead = node.Held.Where(id => !node.Across!.Contains(id)).OrderBy(id => id).ToList();
                var mentioned = new HashSet<int>(suspend.Wait.Functions.Prepend(suspend.Wait.Text).SelectMany(Reference.All).Select(r => r.Id));
                suspend.Cleared = [.. dead.Where(id => !mentioned.Contains(id)).Select(id => context.Variables.All[id])];
                suspend.ClearedInside = [.. dead.Where(mentioned.Contains).Select(id => context.Variables.All[id])];
            }
    }

    private void Propagate(HashSet<int> fields, CancellationToken cancel)
    {
        bool changed;
        do
        {
            cancel.ThrowIfCancellationRequested();
            changed = false;
            for (var i = _nodes.Count - 1; i >= 0; i--)
            {
                var node = _nodes[i];
                var held = new HashSet<int>(node.Held.Concat(node.Writes.Where(fields.Contains)));
                foreach (var handler in node.Handlers)
                    changed |= Add(handler, held);
                if (node.Suspend is { } suspend)
                    held.RemoveWhere(id => !node.Across!.Contains(id) && !node.Writes.Contains(id) && !Mentions(suspend, id));
                foreach (var next in node.Next)
                    changed |= Add(next, held);
            }
        }
        while (changed);

        static bool Add(Node node, HashSet<int> held)
        {
            var count = node.Held.Count;
            node.Held.UnionWith(held);
            return node.Held.Count > count;
        }
    }

    private static bool Mentions(Suspend suspend, int id) =>
        suspend.Wait.Functions.Prepend(suspend.Wait.Text).SelectMany(Reference.All).Any(r => r.Id == id);}
