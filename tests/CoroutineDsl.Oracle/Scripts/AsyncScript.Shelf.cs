using static CoroutineDsl.Oracle.Common;

namespace CoroutineDsl.Oracle;

public static partial class AsyncScript
{
    /// <inheritdoc cref="Script.PutTwice"/>
    public static Task<int> PutTwice<T>(this Shelf<T> shelf, T item, int first = 1) => shelf.PutMany(first, item, item);

    /// <inheritdoc cref="Script.Shelf{T}"/>
    public class Shelf<T>
    {
        private readonly List<T> _items = [];

        /// <inheritdoc cref="Script.Shelf{T}.Next"/>
        public Shelf<T>? Next { get; set; }

        /// <inheritdoc cref="Script.Shelf{T}.Put(T, string?)"/>
        public Task Put(T item, string? note = null)
        {
            Keep(item, note);
            return Step(note);
        }

        /// <inheritdoc cref="Script.Shelf{T}.Put(T, int)"/>
        public Task Put(T item, int times) => Put(item, $"{times} times");

        /// <inheritdoc cref="Script.Shelf{T}.Get"/>
        public Task<T> Get(int index = 0, int plus = 0)
        {
            Log($"get {index + plus}");
            return Value(_items[index + plus]);
        }

        /// <inheritdoc cref="Script.Shelf{T}.PutMany"/>
        public Task<int> PutMany(int first, params T[] items)
        {
            foreach (var item in items) Keep(item, $"{first++}");
            return Value(first);
        }

        /// <inheritdoc cref="Script.Shelf{T}.Pass"/>
        public static Task<U> Pass<U>(Func<T, U> make, T item) => Value(make(item));

        /// <inheritdoc cref="Script.Shelf{T}.Count"/>
        public Task<int> Count() => Task.FromResult(_items.Count);

        /// <inheritdoc cref="Script.Shelf{T}.Name"/>
        public virtual Task<string> Name() => Value("shelf");

        private void Keep(T item, string? note)
        {
            Log($"put {Run.Text(item)} {note}");
            _items.Add(item);
        }
    }

    /// <inheritdoc cref="Script.Cupboard{T}"/>
    public class Cupboard<T> : Shelf<T>
    {
        /// <inheritdoc />
        public override Task<string> Name() => Value("cupboard");

        /// <inheritdoc cref="Script.Cupboard{T}.Count"/>
        public new Task<int> Count() => Value(-1);
    }
}
