[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)] // the programs share the console
