using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A wait in place of its value, where C# takes anything: CORO005.</summary>
public class ShownWaitTests
{
    [Fact]
    public Task In_a_text_or_as_an_object_it_is_awaited() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        using System.Text;

        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Show(CoQueue<int> queue, StringBuilder text)
            {
                Console.WriteLine($"{[|queue.Get()|]} of {[|Count()|],5}");
                Console.WriteLine([|queue.Get()|]);
                Console.WriteLine("{0} {1} {2} {3} {4}", 1, 2, 3, 4, [|queue.Get()|]);
                var s = string.Format("{0}", [|queue.Get()|]) + [|Count()|];
                s += [|queue.Get()|];
                text.Append($"{[|queue.Get()|]}").Append([|queue.Get()|]);
                s = [|queue.Get()|].ToString();
                var later = queue.Get();
                Console.WriteLine([|later|]);
                Log([|queue.Get()|]);
            }

            static void Log(object what) { }
        }
        """,
        """
        using System.Text;

        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Show(CoQueue<int> queue, StringBuilder text)
            {
                Console.WriteLine($"{queue.Get().Await()} of {Count().Await(),5}");
                Console.WriteLine(queue.Get().Await());
                Console.WriteLine("{0} {1} {2} {3} {4}", 1, 2, 3, 4, queue.Get().Await());
                var s = string.Format("{0}", queue.Get().Await()) + Count().Await();
                s += queue.Get().Await();
                text.Append($"{queue.Get().Await()}").Append(queue.Get().Await());
                s = queue.Get().Await().ToString();
                var later = queue.Get();
                Console.WriteLine(later.Await());
                Log(queue.Get().Await());
            }

            static void Log(object what) { }
        }
        """);

    [Fact]
    public Task What_has_no_value_has_no_fix() => Verify.NoFix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """class C { static void A() => Console.WriteLine($"{[|Sleep(1)|]}"); }""");

    [Fact]
    public async Task It_is_told_what_to_write() => Assert.Equal(
        [
            "'Get' gives a wait, and this takes it for the value: write 'q.Get().Await()'",
            "'Count' is a coroutine that has not begun, and this takes it for the value: write 'Count().Await()'",
            "'Sleep' gives a wait, and has no value to show: write 'Sleep(1).Await();' as a statement of its own",
        ],
        await Verify.Messages<DroppedCoroutineAnalyzer>(
            """class C { static IEnumerator<Yield<int>> Count() { yield return 1; } static string A(CoQueue<int> q) => $"{q.Get()} {Count()} {Sleep(1)}"; }"""));

    [Fact]
    public Task What_is_compared_kept_or_handed_on_is_left_alone() => Verify.Nothing<DroppedCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void M(CoQueue<int> queue, Greenlet g, Task<int> task)
            {
                object kept = queue.Get();
                if (kept is Suspension<int> wait && Equals(wait, kept)) GC.KeepAlive(Count());
                var all = new List<object> { queue.Get(), Count() };
                all.Add(queue.Get());
                var numbers = Count();
                Keep(numbers);
                new Thread(x => ((IEnumerator<Yield<int>>)x!).Await()).Start(Count());
                Console.WriteLine($"{g} {task} {queue} {queue.Get().Await()}" + queue.Count);
                numbers.Await();
            }

            static void Keep(object o) { }
        }
        """);

    [Fact]
    public Task A_task_that_a_coroutine_drops_is_waited_for() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Stream s, byte[] b)
            {
                [|Task.Delay(100)|];
                try { [|s.FlushAsync()|]; } catch (IOException) { }
                _ = Task.Delay(1);
                Task.Run(() => { });
                Action plain = () => Task.Delay(1);
                yield break;
            }

            static void Plain() => Task.Delay(1);
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Stream s, byte[] b)
            {
                yield return Task.Delay(100);
                try { s.FlushAsync().Await(); } catch (IOException) { }
                _ = Task.Delay(1);
                Task.Run(() => { });
                Action plain = () => Task.Delay(1);
                yield break;
            }

            static void Plain() => Task.Delay(1);
        }
        """);
}
