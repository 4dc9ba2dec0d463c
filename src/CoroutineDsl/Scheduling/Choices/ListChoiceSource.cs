namespace CoroutineDsl;

internal sealed class ListChoiceSource<T>(int size) : ChoiceSource<Choice<T>>(size)
{
    private const int Largest = 16;
    private static readonly HubSlot<Stack<ListChoiceSource<T>>[]> s_spares = new(_ => [.. Enumerable.Range(0, Largest + 1).Select(_ => new Stack<ListChoiceSource<T>>())]);
    private readonly Arm<T>[] _arms = new Arm<T>[size];

    /// <summary>Of small lists there are spare ones, by size.</summary>
    public static ListChoiceSource<T> Spare(Hub hub, int size) => size > Largest
        ? new(size)
        : Spares(hub)[size].TryPop(out var spare) ? spare : new(size) { IsPooled = true };

    public ListChoiceSource<T> For(IReadOnlyList<Suspension<T>> waits, bool isFair)
    {
        for (var i = 0; i < _arms.Length; i++) _arms[i] = Arms.Of(waits[i]);
        IsFair = isFair;
        return this;
    }

    protected override void Ask(Contest contest)
    {
        for (var i = 0; i < _arms.Length; i++) Ask(contest, i, _arms[i]);
    }

    protected override Choice<T> Take(int index, Branch winner) => new(index, _arms[index].Take(winner));

    protected override void GiveBack(Hub hub)
    {
        Array.Clear(_arms);
        Spares(hub)[_arms.Length].Push(this);
    }

    private static Stack<ListChoiceSource<T>>[] Spares(Hub hub) => s_spares.Of(hub);
}
