namespace CoroutineDsl.Generator.Model;

/// <summary>One blocking call that the patch makes cooperative.</summary>
/// <param name="Member">What is called: <c>Socket.Receive</c>.</param>
/// <param name="Cooperative">What runs on a hub instead: <c>SocketPatches.CoReceive</c>.</param>
/// <param name="Site">Where, for its interceptor.</param>
internal sealed record PatchedCall(string Member, string Cooperative, CallSite Site);
