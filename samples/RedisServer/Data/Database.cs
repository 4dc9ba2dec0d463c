using System.Diagnostics.CodeAnalysis;

namespace RedisServer.Data;

/// <summary>Values under keys: strings (byte[]) and lists (Deque), some of them for a limited time.</summary>
internal sealed class Database(TimeProvider time)
{
    private readonly Dictionary<string, object> _values = [];
    private readonly Dictionary<string, long> _expiries = [];

    public int Count => _values.Count;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool TryGet(string key, [NotNullWhen(true)] out object? value)
    {
        Expire(key);
        return _values.TryGetValue(key, out value);
    }

    /// <exception cref="CommandException">It is of another type.</exception>
    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value)
        where T : class
    {
        value = null;
        if (!TryGet(key, out var found)) return false;
        value = found as T ?? throw new CommandException("WRONGTYPE Operation against a key holding the wrong kind of value");
        return true;
    }

    /// <summary>Sets a value; how long it had to live stays as it was.</summary>
    public void Set(string key, object value) => _values[key] = value;

    public bool Remove(string key)
    {
        Expire(key);
        _expiries.Remove(key);
        return _values.Remove(key);
    }

    public void Clear()
    {
        _values.Clear();
        _expiries.Clear();
    }

    /// <summary>Until when a key lives, in milliseconds since 1970; null: for ever.</summary>
    public long? ExpiryOf(string key) => _expiries.TryGetValue(key, out var expiry) ? expiry : null;

    public void SetExpiry(string key, long? expiry)
    {
        if (expiry is null) _expiries.Remove(key);
        else _expiries[key] = expiry.Value;
    }

    public void RemoveExpired()
    {
        foreach (var key in _expiries.Keys.ToArray()) Expire(key);
    }

    private void Expire(string key)
    {
        if (_expiries.Count == 0 || !_expiries.TryGetValue(key, out var expiry) || expiry > Now) return;
        _expiries.Remove(key);
        _values.Remove(key);
    }
}
