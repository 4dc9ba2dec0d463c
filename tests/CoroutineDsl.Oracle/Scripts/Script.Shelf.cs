using CoroutineDsl.Runtime;
using static CoroutineDsl.Oracle.Common;

namespace CoroutineDsl.Oracle;

public static partial class Script
{
    /// <summary>As <see cref="Shelf{T}.Put(T, string?)"/>, twice.</summary>
    [Begins(nameof(BeginPutTwice))]
    public static Suspension<int> PutTwice<T>(this Shelf<T> shelf, T item, int first = 1) => shelf.PutMany(first, item, item);

    /// <summary>The begin of <see cref="PutTwice"/>.</summary>
    public static bool BeginPutTwice<T>(this Shelf<T> shelf, Greenlet greenlet, Coroutine frame, out int value, T item, int first = 1) =>
        shelf.BeginPutMany(greenlet, frame, out value, first, item, item);

    /// <summary>Has waits with begins of their own, and says when their work is done. <see cref="AsyncScript"/> has the same.</summary>
    public class Shelf<T>
    {
        private readonly List<T> _items = [];

        /// <summary>How many waits began without a suspension.</summary>
        public int FusedCount { get; private set; }

        /// <summary>A shelf beside this one.</summary>
        public Shelf<T>? Next { get; set; }

        /// <summary>A wait without a value.</summary>
        [Begins(nameof(BeginPut))]
        public Suspension Put(T item, string? note = null)
        {
            Keep(item, note);
            return Step(note);
        }

        /// <inheritdoc cref="Put(T, string?)"/>
        [Begins(nameof(BeginPut))]
        public Suspension Put(T item, int times) => Put(item, $"{times} times");

        /// <summary>A wait with a value.</summary>
        [Begins(nameof(BeginGet))]
        public Suspension<T> Get(int index = 0, int plus = 0) => Value(At(index + plus));

        /// <summary>A wait with a <c>params</c> list.</summary>
        [Begins(nameof(BeginPutMany))]
        public Suspension<int> PutMany(int first, params T[] items)
        {
            foreach (var item in items) Keep(item, $"{first++}");
            return Value(first);
        }

        /// <summary>A generic wait.</summary>
        [Begins(nameof(BeginPass))]
        public static Suspension<U> Pass<U>(Func<T, U> make, T item) => Value(make(item));

        /// <summary>A wait that is over at once.</summary>
        [Begins(nameof(BeginCount))]
        public Suspension<int> Count() => Suspension<int>.FromValue(_items.Count);

        /// <summary>Derived shelves have their own.</summary>
        [Begins(nameof(BeginName))]
        public virtual Suspension<string> Name() => Value("shelf");

        /// <summary>The begin of <see cref="Put(T, string?)"/>.</summary>
        public bool BeginPut(Greenlet greenlet, Coroutine frame, T item, string? note = null)
        {
            FusedCount++;
            return greenlet.Begin(frame, Put(item, note));
        }

        /// <summary>The begin of <see cref="Put(T, int)"/>.</summary>
        public bool BeginPut(Greenlet greenlet, Coroutine frame, T item, int times)
        {
            FusedCount++;
            return greenlet.Begin(frame, Put(item, times));
        }

        /// <summary>The begin of <see cref="Get"/>.</summary>
        public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, int index = 0, int plus = 0)
        {
            FusedCount++;
            return greenlet.Begin(frame, Get(index, plus), out value);
        }

        /// <summary>The begin of <see cref="PutMany"/>.</summary>
        public bool BeginPutMany(Greenlet greenlet, Coroutine frame, out int value, int first, params T[] items)
        {
            FusedCount++;
            return greenlet.Begin(frame, PutMany(first, items), out value);
        }

        /// <summary>The begin of <see cref="Pass"/>.</summary>
        public static bool BeginPass<U>(Greenlet greenlet, Coroutine frame, out U value, Func<T, U> make, T item) => greenlet.Begin(frame, Pass(make, item), out value);

        /// <summary>The begin of <see cref="Count"/>.</summary>
        public bool BeginCount(Greenlet greenlet, Coroutine frame, out int value)
        {
            FusedCount++;
            value = _items.Count;
            return true;
        }

        /// <summary>Not the begin of what a derived shelf makes of <see cref="Name"/>: never called.</summary>
        public bool BeginName(Greenlet greenlet, Coroutine frame, out string value) => throw new NotSupportedException();

        private T At(int index)
        {
            Log($"get {index}");
            return _items[index];
        }

        private void Keep(T item, string? note)
        {
            Log($"put {Run.Text(item)} {note}");
            _items.Add(item);
        }
    }

    /// <summary>Overrides, and hides.</summary>
    public class Cupboard<T> : Shelf<T>
    {
        /// <inheritdoc />
        public override Suspension<string> Name() => Value("cupboard");

        /// <summary>Hides that of the shelf, and has no begin.</summary>
        public new Suspension<int> Count() => Value(-1);
    }
}
