using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Jobs;

/// <summary>The jobs of this program. Generated code adds them when their assembly is loaded. For any thread.</summary>
public static class JobRegistry
{
    private static readonly ConcurrentDictionary<string, JobDefinition> Definitions = new(StringComparer.Ordinal);

    /// <summary>Natively compiled, everything has been registered before the program began.</summary>
    private static bool IsLoadedByNeed => !NativeProgram.IsThis;

    /// <summary>All jobs that are known by now.</summary>
    public static IReadOnlyCollection<JobDefinition> All => [.. Definitions.Values];

    /// <summary>Adds a job. Called by generated code.</summary>
    /// <exception cref="InvalidOperationException">Another job has this name.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Add(JobDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (Definitions.TryAdd(definition.Name, definition)) return;
        throw new InvalidOperationException($"Two jobs are called '{definition.Name}'. Give one of them another name: [Job(Name = \"..\")].");
    }

    /// <summary>What serialises where no job says it: the items of a <see cref="ProcessQueue{T}"/>. The one of the program.</summary>
    public static IJobSerializer DefaultSerializer { get; private set; } = JsonJobSerializer.Default;

    /// <summary>Says what the program's serialiser is. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void SetDefaultSerializer(IJobSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        DefaultSerializer = serializer;
    }

    /// <summary>The job of a name, in a version.</summary>
    /// <exception cref="UnknownJobException">There is none.</exception>
    public static JobDefinition Get(string name, int version)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Definitions.TryGetValue(name, out var definition)) throw new UnknownJobException($"This program has no job '{name}'.");
        if (definition.Version == version) return definition;
        throw new UnknownJobException($"The job '{name}' has version {definition.Version} here, and version {version} is asked for.");
    }

    /// <summary>Loads what an assembly registers, so that its jobs are found. Natively compiled it does nothing: there all jobs are known.</summary>
    /// <param name="assembly">Its simple name.</param>
    /// <exception cref="FileNotFoundException">The program has no such assembly.</exception>
    public static void Load(string assembly)
    {
        if (IsLoadedByNeed) Load(Assembly.Load(new AssemblyName(assembly)));
    }

    internal static void TryLoad(string assembly)
    {
        try
        {
            Load(assembly);
        }
        catch (IOException)
        {
            // none of this program: the job is not known, which is said by who looks for it
        }
    }

    internal static void Load(Assembly? assembly)
    {
        if (IsLoadedByNeed && assembly is not null) RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
    }
}
