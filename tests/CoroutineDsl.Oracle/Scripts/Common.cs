namespace CoroutineDsl.Oracle;

/// <summary>What bodies call that does not wait: probes that log, and log what they were given.</summary>
public static class Common
{
    /// <summary>Logs a line.</summary>
    public static void Log(string line) => Run.Current.Log(line);

    /// <summary>Logs the value and gives it: makes the order of evaluation visible.</summary>
    public static T See<T>(T value)
    {
        Run.Current.Log($"see {Run.Text(value)}");
        return value;
    }

    /// <summary>Logs all its arguments and gives their sum.</summary>
    public static int Sum(params int[] values)
    {
        Run.Current.Log($"sum {Run.Text(values)}");
        return values.Sum();
    }

    /// <summary>Logs all its arguments and gives them as text.</summary>
    public static string Join(params object?[] values)
    {
        var text = Run.Text(values);
        Run.Current.Log($"join {text}");
        return text;
    }

    /// <summary>Logs, adds to the variable and gives the sum.</summary>
    public static int Bump(ref int variable, int amount)
    {
        Run.Current.Log($"bump {variable} by {amount}");
        return variable += amount;
    }

    /// <summary>Logs, and gives the halves.</summary>
    public static int Halve(int value, out int rest)
    {
        Run.Current.Log($"halve {value}");
        rest = value & 1;
        return value >> 1;
    }

    /// <summary>Logs, then throws.</summary>
    public static T Throw<T>(string message)
    {
        Run.Current.Log($"throw {message}");
        throw new InvalidOperationException(message);
    }

    /// <summary>Logs, then throws.</summary>
    public static void Throw(string message) => Throw<int>(message);
}
