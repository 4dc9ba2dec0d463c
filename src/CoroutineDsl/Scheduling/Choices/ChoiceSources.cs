namespace CoroutineDsl;

internal sealed class ChoiceSource<T1, T2>() : ChoiceSource<Choice<T1, T2>>(2)
{
    private static readonly HubSlot<Stack<ChoiceSource<T1, T2>>> s_spare = new(_ => new());
    private Arm<T1> _first;
    private Arm<T2> _second;

    public static ChoiceSource<T1, T2> Spare(Hub hub) => s_spare.Of(hub).TryPop(out var spare) ? spare : new() { IsPooled = true };

    public ChoiceSource<T1, T2> For(in Arm<T1> first, in Arm<T2> second, bool isFair)
    {
        _first = first;
        _second = second;
        IsFair = isFair;
        return this;
    }

    protected override void Ask(Contest contest)
    {
        Ask(contest, 0, _first);
        Ask(contest, 1, _second);
    }

    protected override Choice<T1, T2> Take(int index, Branch winner) => index switch
    {
        0 => new(0, _first.Take(winner), default!),
        _ => new(1, default!, _second.Take(winner)),
    };

    protected override void GiveBack(Hub hub)
    {
        _first = default;
        _second = default;
        s_spare.Of(hub).Push(this);
    }
}

internal sealed class ChoiceSource<T1, T2, T3>() : ChoiceSource<Choice<T1, T2, T3>>(3)
{
    private static readonly HubSlot<Stack<ChoiceSource<T1, T2, T3>>> s_spare = new(_ => new());
    private Arm<T1> _first;
    private Arm<T2> _second;
    private Arm<T3> _third;

    public static ChoiceSource<T1, T2, T3> Spare(Hub hub) => s_spare.Of(hub).TryPop(out var spare) ? spare : new() { IsPooled = true };

    public ChoiceSource<T1, T2, T3> For(in Arm<T1> first, in Arm<T2> second, in Arm<T3> third, bool isFair)
    {
        _first = first;
        _second = second;
        _third = third;
        IsFair = isFair;
        return this;
    }

    protected override void Ask(Contest contest)
    {
        Ask(contest, 0, _first);
        Ask(contest, 1, _second);
        Ask(contest, 2, _third);
    }

    protected override Choice<T1, T2, T3> Take(int index, Branch winner) => index switch
    {
        0 => new(0, _first.Take(winner), default!, default!),
        1 => new(1, default!, _second.Take(winner), default!),
        _ => new(2, default!, default!, _third.Take(winner)),
    };

    protected override void GiveBack(Hub hub)
    {
        _first = default;
        _second = default;
        _third = default;
        s_spare.Of(hub).Push(this);
    }
}

internal sealed class ChoiceSource<T1, T2, T3, T4>() : ChoiceSource<Choice<T1, T2, T3, T4>>(4)
{
    private static readonly HubSlot<Stack<ChoiceSource<T1, T2, T3, T4>>> s_spare = new(_ => new());
    private Arm<T1> _first;
    private Arm<T2> _second;
    private Arm<T3> _third;
    private Arm<T4> _fourth;

    public static ChoiceSource<T1, T2, T3, T4> Spare(Hub hub) => s_spare.Of(hub).TryPop(out var spare) ? spare : new() { IsPooled = true };

    public ChoiceSource<T1, T2, T3, T4> For(in Arm<T1> first, in Arm<T2> second, in Arm<T3> third, in Arm<T4> fourth, bool isFair)
    {
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
        IsFair = isFair;
        return this;
    }

    protected override void Ask(Contest contest)
    {
        Ask(contest, 0, _first);
        Ask(contest, 1, _second);
        Ask(contest, 2, _third);
        Ask(contest, 3, _fourth);
    }

    protected override Choice<T1, T2, T3, T4> Take(int index, Branch winner) => index switch
    {
        0 => new(0, _first.Take(winner), default!, default!, default!),
        1 => new(1, default!, _second.Take(winner), default!, default!),
        2 => new(2, default!, default!, _third.Take(winner), default!),
        _ => new(3, default!, default!, default!, _fourth.Take(winner)),
    };

    protected override void GiveBack(Hub hub)
    {
        _first = default;
        _second = default;
        _third = default;
        _fourth = default;
        s_spare.Of(hub).Push(this);
    }
}

internal sealed class ChoiceSource<T1, T2, T3, T4, T5>() : ChoiceSource<Choice<T1, T2, T3, T4, T5>>(5)
{
    private static readonly HubSlot<Stack<ChoiceSource<T1, T2, T3, T4, T5>>> s_spare = new(_ => new());
    private Arm<T1> _first;
    private Arm<T2> _second;
    private Arm<T3> _third;
    private Arm<T4> _fourth;
    private Arm<T5> _fifth;

    public static ChoiceSource<T1, T2, T3, T4, T5> Spare(Hub hub) => s_spare.Of(hub).TryPop(out var spare) ? spare : new() { IsPooled = true };

    public ChoiceSource<T1, T2, T3, T4, T5> For(in Arm<T1> first, in Arm<T2> second, in Arm<T3> third, in Arm<T4> fourth, in Arm<T5> fifth, bool isFair)
    {
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
        _fifth = fifth;
        IsFair = isFair;
        return this;
    }

    protected override void Ask(Contest contest)
    {
        Ask(contest, 0, _first);
        Ask(contest, 1, _second);
        Ask(contest, 2, _third);
        Ask(contest, 3, _fourth);
        Ask(contest, 4, _fifth);
    }

    protected override Choice<T1, T2, T3, T4, T5> Take(int index, Branch winner) => index switch
    {
        0 => new(0, _first.Take(winner), default!, default!, default!, default!),
        1 => new(1, default!, _second.Take(winner), default!, default!, default!),
        2 => new(2, default!, default!, _third.Take(winner), default!, default!),
        3 => new(3, default!, default!, default!, _fourth.Take(winner), default!),
        _ => new(4, default!, default!, default!, default!, _fifth.Take(winner)),
    };

    protected override void GiveBack(Hub hub)
    {
        _first = default;
        _second = default;
        _third = default;
        _fourth = default;
        _fifth = default;
        s_spare.Of(hub).Push(this);
    }
}
