using CoroutineDsl;

namespace Tour;

/// <summary>One program, run on a hub of its own.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Main">Runs it.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="IsVirtual">Whether it waits for nothing but time, so that a virtual clock may jump over its sleeps.</param>
sealed record TourProgram(string Name, Action Main, string Summary, bool IsVirtual = true)
{
    public void Run(bool isReal)
    {
        using var hub = new Hub(new HubOptions { TimeProvider = IsVirtual && !isReal ? new VirtualTime() : TimeProvider.System });
        Main();
    }
}
