namespace CoroutineDsl;

/// <summary>Parts of what the <c>ToString</c> of a primitive says.</summary>
internal static class InWords
{
    /// <summary>How many wait; nothing where none does.</summary>
    public static string Waiting(int count, string what = "") => count == 0 ? "" : $", {count} {(count == 1 ? "waits" : "wait")}{(what.Length == 0 ? "" : " " + what)}";
}
