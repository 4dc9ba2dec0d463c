namespace System.Runtime.CompilerServices;

/// <summary>What netstandard2.0 lacks for records and init-only properties.</summary>
internal static class IsExternalInit;
