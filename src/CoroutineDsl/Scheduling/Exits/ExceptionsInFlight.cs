using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>Whether a <c>finally</c> or a catch clause of this thread is run for an exception: what plain code is not told. Only for the rare moments in which it matters.</summary>
internal static class ExceptionsInFlight
{
    private static bool s_isUnknown; // a runtime that does not say

    /// <summary>Which exception, as a number that is another one for another; zero: none.</summary>
    public static nint Current
    {
        get
        {
            if (s_isUnknown) return 0;
            try
            {
                return Marshal.GetExceptionPointers();
            }
            catch (PlatformNotSupportedException)
            {
                s_isUnknown = true;
                return 0;
            }
        }
    }

    public static bool AreAny => Current != 0 || s_isUnknown;
}
