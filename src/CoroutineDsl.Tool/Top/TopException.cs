namespace CoroutineDsl.Tool.Top;

/// <summary>What keeps <c>coro top</c> from going on, in words for the user.</summary>
internal sealed class TopException(string message) : Exception(message);
