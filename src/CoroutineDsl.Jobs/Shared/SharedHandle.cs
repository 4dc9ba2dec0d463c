using System.Globalization;

namespace CoroutineDsl.Jobs;

/// <summary>Where something that a process shares is found: its address, its token, its number there.</summary>
internal sealed record SharedHandle(ProcessAddress Address, string Token, long Number)
{
    public static SharedHandle Parse(string handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var parts = handle.Split('|');
        if (parts.Length == 3 && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var number)) return new(ProcessAddress.Parse(parts[0]), parts[1], number);
        throw new FormatException($"'{handle}' is not the handle of something that processes share.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}|{Token}|{Number}");
}
