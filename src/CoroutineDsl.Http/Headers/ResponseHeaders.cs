using System.Collections;
using System.Globalization;

namespace CoroutineDsl.Http;

/// <summary>The header fields of an answer, in the order in which they were added; or its trailer fields. The names do not care about case.</summary>
/// <remarks>A value with a line break or another control character throws <see cref="ArgumentException"/>: nobody can slip fields into an answer. Once the answer has begun nothing can be changed: <see cref="InvalidOperationException"/>.</remarks>
public sealed class ResponseHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    internal ResponseHeaders()
    {
    }

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The declared <c>Content-Length</c>; negative: none.</summary>
    internal long ContentLength { get; set; } = -1;

    /// <summary>Whether <c>Connection: close</c> was set.</summary>
    internal bool SaysClose { get; private set; }

    /// <summary>Whether there is a <c>Date</c> that takes the place of the server's.</summary>
    internal bool HasDate { get; private set; }

    /// <summary>Whether there is a <c>Server</c> that takes the place of the server's.</summary>
    internal bool HasServer { get; private set; }

    internal bool IsReadOnly { get; set; }

    /// <summary>The value of a field; null if it is not there. Setting it replaces all fields of the name; setting null removes them.</summary>
    /// <exception cref="ArgumentException">The name is no name, or the value has control characters or characters beyond Latin-1.</exception>
    /// <exception cref="InvalidOperationException">The answer has begun; or the field is <c>Transfer-Encoding</c>, which is the server's affair.</exception>
    public string? this[string name]
    {
        get
        {
            foreach (var (other, value) in _fields)
            {
                if (IsSame(other, name)) return value;
            }

            return IsSame(name, "Content-Length") && ContentLength >= 0 ? ContentLength.ToString(CultureInfo.InvariantCulture) : null;
        }

        set
        {
            Remove(name);
            if (value is not null) Add(name, value);
        }
    }

    /// <summary>Adds a field, also where there is one of the same name.</summary>
    /// <inheritdoc cref="this[string]" path="/exception"/>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckWritable();
        if (!HttpSyntax.IsToken(name)) throw new ArgumentException($"'{name}' is not the name of a header field.", nameof(name));
        if (!HttpSyntax.IsFieldValue(value)) throw new ArgumentException($"The value for {name} has a control character, or one beyond Latin-1.", nameof(value));
        switch (name.Length)
        {
            case 4 when IsSame(name, "Date"):
                HasDate = true;
                break;
            case 6 when IsSame(name, "Server"):
                HasServer = true;
                break;
            case 10 when IsSame(name, "Connection") && HasClose(value, out var others):
                SaysClose = true;
                if (others.Length == 0) return;
                value = others;
                break;
            case 14 when IsSame(name, "Content-Length"):
                ContentLength = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && ContentLength < 0 ? length : throw new ArgumentException("Content-Length is one number.", nameof(value));
                return;
            case 17 when IsSame(name, "Transfer-Encoding"):
                throw new InvalidOperationException("The server chunks by itself what needs it: do not set Transfer-Encoding.");
        }

        _fields.Add(new(name, value));
    }

    /// <summary>Removes all fields of a name.</summary>
    /// <exception cref="InvalidOperationException">The answer has begun.</exception>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckWritable();
        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            if (IsSame(_fields[i].Key, name)) _fields.RemoveAt(i);
        }

        if (IsSame(name, "Connection")) SaysClose = false;
        else if (IsSame(name, "Content-Length")) ContentLength = -1;
        else if (IsSame(name, "Date")) HasDate = false;
        else if (IsSame(name, "Server")) HasServer = false;
    }

    /// <summary>Whether a field is there.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>All fields, without <c>Content-Length</c> and what the server adds.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Clear()
    {
        _fields.Clear();
        ContentLength = -1;
        SaysClose = HasDate = HasServer = IsReadOnly = false;
    }

    internal void WriteTo(PooledBuffer output)
    {
        foreach (var (name, value) in _fields)
        {
            output.WriteLatin1(name);
            output.Write(": "u8);
            output.WriteLatin1(value);
            output.Write("\r\n"u8);
        }
    }

    /// <summary>The server says "close" itself; what else stands there stays.</summary>
    private static bool HasClose(string value, out string others)
    {
        var options = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var left = options.Where(option => !IsSame(option, "close")).ToArray();
        others = string.Join(", ", left.Where(option => !IsSame(option, "keep-alive")));
        return left.Length < options.Length;
    }

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private void CheckWritable()
    {
        if (IsReadOnly) throw new InvalidOperationException("The answer has begun: its header is on its way.");
    }
}
