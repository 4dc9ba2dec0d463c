using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class UnshieldedWaitTests
{
    [Fact]
    public Task A_finally_below_a_clause_that_takes_the_exit_is_given_a_shield() => Verify.Fix<UnshieldedWaitAnalyzer, UnshieldedWaitFix>(
        """
        class C
        {
            void Rethrows(int shield)
            {
                try
                {
                    try
                    {
                        Sleep(1).Await();
                    }
                    [|finally|]
                    {
                        Sleep(2).Await();
                    }
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            }

            void Notes()
            {
                try { Sleep(1).Await(); }
                [|catch|]
                {
                    Sleep(2).Await();
                    throw;
                }
            }
        }
        """,
        """
        class C
        {
            void Rethrows(int shield)
            {
                try
                {
                    try
                    {
                        Sleep(1).Await();
                    }
                    finally
                    {
                        using var shield2 = CancelScope.Start(isShielded: true);
                        Sleep(2).Await();
                    }
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            }

            void Notes()
            {
                try { Sleep(1).Await(); }
                catch
                {
                    using var shield = CancelScope.Start(isShielded: true);
                    Sleep(2).Await();
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Clauses_that_take_exits() => Verify.Diagnostics<UnshieldedWaitAnalyzer>(
        """
        class C
        {
            void Bare() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch { throw; } }
            void Swallows() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (Exception) { } }
            void Kill() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (GreenletExit e) { e.Accept(); } }
            void Deadline() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (CoTimeoutException) { } }
            void Scope() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (ScopeCancelledException) { throw; } }
            void Base() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (OperationCanceledException) { throw; } }
            void Any<T>() where T : Exception { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (T) { throw; } }
            void Deep() { try { if (this != null) { try { try { Sleep(1).Await(); } catch (FormatException) { } } [|finally|] { try { Sleep(1).Await(); } catch { } } } } catch (Exception) { throw; } }
            void Rethrown() { try { try { Sleep(1).Await(); } catch (Exception) { throw; } [|finally|] { Sleep(1).Await(); } } catch (Exception) { throw; } }
            void ByName() { try { Sleep(1).Await(); } [|catch|] (GreenletExit) { Sleep(1).Await(); throw; } }
            void Wrapped() { try { Sleep(1).Await(); } [|catch|] (Exception e) { Sleep(1).Await(); throw new InvalidOperationException("", e); } }
            Action Lambda() => () => { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (Exception) { throw; } };
            int Property { get { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (Exception) { throw; } return 1; } }
            void Local() { Inner(); void Inner() { try { try { Sleep(1).Await(); } [|finally|] { Sleep(1).Await(); } } catch (Exception) { throw; } } }
        }
        """);

    [Fact]
    public Task What_is_shielded_and_what_takes_no_exit_is_left_alone() => Verify.Nothing<UnshieldedWaitAnalyzer>(
        """
        class C
        {
            void NoClause() { try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } finally { Sleep(1).Await(); } }
            void Outside() { try { try { Sleep(1).Await(); } catch (Exception) { throw; } } finally { Sleep(1).Await(); } }
            void Same() { try { Sleep(1).Await(); } catch (Exception) { throw; } finally { Sleep(1).Await(); } }
            void OtherType() { try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } catch (FormatException) { throw; } }
            void Filter() { try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } catch (Exception e) when (e is not GreenletExit) { throw; } }
            void NoWait() { try { try { Sleep(1).Await(); } finally { Console.WriteLine(); } } catch (Exception) { throw; } }
            void NothingToEnd() { try { try { Console.WriteLine(); } finally { Sleep(1).Await(); } } catch (Exception) { throw; } }
            void SwallowedBefore() { try { try { try { Sleep(1).Await(); } catch (Exception) { } } finally { Sleep(1).Await(); } } catch (Exception) { throw; } }
            void GoesOn() { try { Sleep(1).Await(); } catch (Exception) { Sleep(1).Await(); } }
            void ThrowsBefore() { try { Sleep(1).Await(); } catch (Exception e) { if (e.Message == "") throw; Sleep(1).Await(); } }
            void NamedBefore() { try { Sleep(1).Await(); } catch (GreenletExit) { throw; } catch (Exception) { Sleep(1).Await(); throw; } }
            void Shielded() { try { try { Sleep(1).Await(); } finally { using var shield = CancelScope.Start(isShielded: true); Sleep(1).Await(); } } catch (Exception) { throw; } }
            void ShieldedCoroutine() { try { try { Sleep(1).Await(); } finally { Nursery.Shield(Cleanup()).Await(); } } catch (Exception) { throw; } }
            void ShieldedAround() { using var shield = CancelScope.Start(isShielded: true); try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } catch (Exception) { throw; } }
            void Later() { try { try { Sleep(1).Await(); } finally { Action later = () => Sleep(1).Await(); } } catch (Exception) { throw; } }
            void OtherFunction() { try { Action later = () => { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } }; } catch (Exception) { throw; } }
            async Task Async() { try { try { await Sleep(1); } finally { Sleep(1).Await(); } } catch (Exception) { throw; } }
            static IEnumerator<Yield> Cleanup() { yield return Sleep(1); }
            static void Main() { try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } catch (Exception e) { Console.WriteLine(e); } }
        }

        partial class D
        {
            [Coroutine]
            IEnumerator<Yield> Lowered()
            {
                try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } }
                catch (Exception) { Sleep(1).Await(); throw; }
                yield break;
            }
        }
        """);

    [Fact]
    public async Task The_message_says_what_takes_the_exit_and_what_to_write() => Assert.Equal(
        [
            "The next kill or deadline cuts short the wait in this 'finally', since 'catch (Exception)' around it takes the exit: write 'using var shield = CancelScope.Start(isShielded: true);' at its beginning",
            "The next kill or deadline cuts short the wait in 'catch', which takes an exit and throws it on later: write 'using var shield = CancelScope.Start(isShielded: true);' at its beginning",
        ],
        await Verify.Messages<UnshieldedWaitAnalyzer>(
            """
            class C
            {
                void M() { try { try { Sleep(1).Await(); } finally { Sleep(1).Await(); } } catch (Exception) { throw; } }
                void N() { try { Sleep(1).Await(); } catch { Sleep(1).Await(); throw; } }
            }
            """));
}
