namespace CoroutineDsl.Http;

/// <summary>Where the fields of a received head are: offsets from its first byte, so that the bytes may move, and nothing is made of them before somebody asks.</summary>
internal sealed class FieldTable
{
    private Field[] _fields = new Field[16];

    public int Count { get; private set; }

    public ref readonly Field this[int index] => ref _fields[index];

    public void Clear() => Count = 0;

    public void Add(Range name, Range value)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = new(name, value);
    }

    internal readonly record struct Field(Range Name, Range Value);
}
