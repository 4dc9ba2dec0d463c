using Rebus.Messages;
using Rebus.Retry;
using Rebus.Transport;

namespace CoroutineDsl.Jobs;

/// <summary>
/// A message that is no job goes to the error queue. A job goes there only by its worker's decision: where that could not be taken, because the database was gone, the message stays, and comes again.
/// </summary>
internal sealed class UndecidedFailures(IErrorHandler errors) : IErrorHandler
{
    public Task HandlePoisonMessage(TransportMessage transportMessage, ITransactionContext transactionContext, ExceptionInfo exception)
    {
        if (transactionContext.Items.ContainsKey(JobWorker.RunItem)) throw new InvalidOperationException($"The end of an attempt could not be written down: {exception.Message}");
        return errors.HandlePoisonMessage(transportMessage, transactionContext, exception);
    }
}
