using System.Collections.Immutable;
using CoroutineDsl.Generator.Model;

namespace CoroutineDsl.Generator.Interception;

/// <summary>Gives each called method one interceptor.</summary>
internal static class InterceptorGrouping
{
    public static EquatableArray<Interceptor> ByTarget(ImmutableArray<CallSite> calls) => calls
        .GroupBy(call => call.Target)
        .Select(group => new Interceptor(group.Key, group.OrderBy(call => call.Display, StringComparer.Ordinal).ThenBy(call => call.Data, StringComparer.Ordinal).ToEquatableArray()))
        .OrderBy(interceptor => interceptor.Target.Body, StringComparer.Ordinal)
        .ThenBy(interceptor => interceptor.Target.Parameters, StringComparer.Ordinal)
        .ToEquatableArray();
}
