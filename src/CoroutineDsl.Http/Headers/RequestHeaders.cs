using System.Collections;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>The header fields of a request, in the order in which they came. Strings are made of those that are asked for; the names do not care about case.</summary>
/// <remarks>Empty when the request is over.</remarks>
public sealed class RequestHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly HttpInput _input;
    private readonly FieldTable _fields;

    internal RequestHeaders(HttpInput input, FieldTable fields)
    {
        _input = input;
        _fields = fields;
    }

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The value of a field; null if it is not there. The values of several of the same name are joined by ", ", as the RFC has it, and those of <c>Cookie</c> by "; ".</summary>
    /// <param name="name">The name.</param>
    public string? this[string name]
    {
        get
        {
            string? value = null;
            for (var i = Find(name, 0); i >= 0; i = Find(name, i + 1)) value = value is null ? Text(_fields[i].Value) : value + Separator(name) + Text(_fields[i].Value);
            return value;
        }
    }

    /// <summary>Whether a field is there.</summary>
    public bool Contains(string name) => Find(name, 0) >= 0;

    /// <summary>The values of all fields of a name.</summary>
    public IEnumerable<string> GetValues(string name)
    {
        for (var i = Find(name, 0); i >= 0; i = Find(name, i + 1)) yield return Text(_fields[i].Value);
    }

    /// <summary>All fields.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var i = 0; i < _fields.Count; i++) yield return new(Text(_fields[i].Name), Text(_fields[i].Value));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Separator(string name) => name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";

    private int Find(string name, int first)
    {
        ArgumentNullException.ThrowIfNull(name);
        var head = _input.Head;
        for (var i = first; i < _fields.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(head[_fields[i].Name], name)) return i;
        }

        return -1;
    }

    private string Text(Range place) => Encoding.Latin1.GetString(_input.Head[place]);
}
