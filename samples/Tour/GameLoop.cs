// A thousand bots in a game's own loop: the game drives the hub, a bit each frame.
// trio: guest mode, trio.lowlevel.start_guest_run, where another loop drives.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class GameLoop
{
    sealed class World
    {
        public int Frame { get; set; }

        public int Steps { get; set; }
    }

    [Coroutine]
    static IEnumerator<Yield> Bot(World world, int speed)
    {
        for (var step = 0; step < 3; step++)
        {
            var start = world.Frame + speed;
            WaitUntil(() => world.Frame >= start).Await();      // some frames later
            world.Steps++;
        }

        yield break;
    }

    public static void Main()
    {
        var hub = Hub.Current;
        var world = new World();
        var bots = SpawnAll(Enumerable.Range(0, 1000), i => Bot(world, speed: 1 + i % 4));
        while (bots.Any(bot => !bot.IsReady))
        {
            world.Frame++;
            hub.RunReady(TimeSpan.FromMilliseconds(8));         // what is ready runs, and the frame goes on
        }

        Console.WriteLine($"{bots.Length} bots took {world.Steps} steps in {world.Frame} frames");
    }
}

// Output:
// 1000 bots took 3000 steps in 13 frames
