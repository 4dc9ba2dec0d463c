using System.Globalization;
using BenchmarkDotNet.Running;
using CoroutineDsl.Benchmarks;

// --driver WORKLOAD [N]: lines "metric<TAB>value", as the peers' programs print them. Anything else goes to BenchmarkDotNet.

if (args is ["--driver", var workload, ..])
{
    return Drivers.Run(workload, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
