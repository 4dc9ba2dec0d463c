using System.Reflection;
using CoroutineDsl.Runtime;
using CoroutineDsl.Testing;

namespace CoroutineDsl.Tests.Waits;

/// <summary>
/// Every public member of the shipped assemblies that makes a suspension. Patch methods are made of one piece, which their own tests cover; the names of the runtime's that only generated code uses make waits of what has begun.
/// </summary>
internal static class PublicWaits
{
    private static readonly Dictionary<string, MethodInfo> s_all = new[] { typeof(Hub).Assembly, typeof(CoTest).Assembly, typeof(Http.HttpServer).Assembly }
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type.Namespace is not ("CoroutineDsl.Patching" or "CoroutineDsl.Runtime"))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => IsSuspension(method.ReturnType) && method.DeclaringType != typeof(Suspension) && method.DeclaringType != typeof(Suspension<>))
        .ToDictionary(NameOf, StringComparer.Ordinal);

    public static IEnumerable<string> Names => s_all.Keys.Order(StringComparer.Ordinal);

    public static MethodInfo Find(string name) => s_all[name];

    public static bool ActsAtCall(MethodInfo method) => method.IsDefined(typeof(ActsAtCallAttribute));

    public static bool IsSuspension(Type type) => type == typeof(Suspension) || type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Suspension<>);

    /// <summary>The method as a member of the target's own type, its type parameters given.</summary>
    public static MethodInfo Closed(MethodInfo method, Type target)
    {
        for (var type = target; type is not null; type = type.BaseType)
        {
            if ((type.IsGenericType ? type.GetGenericTypeDefinition() : type) != method.DeclaringType) continue;
            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
            break;
        }

        return method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Argument)]) : method;
    }

    private static Type Argument(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0 ? typeof(IWaitable) : typeof(int);

    private static string NameOf(MethodInfo method) => $"{Text(method.DeclaringType!)}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Text(parameter.ParameterType)))})";

    private static string Text(Type type) => type.IsArray ? Text(type.GetElementType()!) + "[]" : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>" : type.Name;
}
