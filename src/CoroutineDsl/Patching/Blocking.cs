// What blocks in .NET and has no cooperative form of its own.
using CoroutineDsl;

[assembly: Blocking("M:System.Threading.Monitor.Wait", IsThreadBound = true)] // gives up a lock of this thread: use CoCondition
[assembly: Blocking("T:System.Threading.Mutex", IsThreadBound = true)]        // is owned by this thread: use CoLock

[assembly: Blocking("M:System.Threading.Monitor.TryEnter(System.Object,System.Int32)", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.Monitor.TryEnter(System.Object,System.Int32,System.Boolean@)", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.Monitor.TryEnter(System.Object,System.TimeSpan)", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.Monitor.TryEnter(System.Object,System.TimeSpan,System.Boolean@)", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.EnterReadLock", IsThreadBound = true)] // use CoReaderWriterLock
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.EnterWriteLock", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.EnterUpgradeableReadLock", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.TryEnterReadLock", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.TryEnterWriteLock", IsThreadBound = true)]
[assembly: Blocking("M:System.Threading.ReaderWriterLockSlim.TryEnterUpgradeableReadLock", IsThreadBound = true)]

// its steps block, wherever it was made: use 'foreach' over the asynchronous sequence itself
[assembly: Blocking("M:System.Threading.Tasks.TaskAsyncEnumerableExtensions.ToBlockingEnumerable", IsThreadBound = true)]

[assembly: Blocking("M:System.GC.WaitForPendingFinalizers", Area = Patch.Thread)]
[assembly: Blocking("M:System.Collections.Concurrent.BlockingCollection`1.TakeFromAny", Area = Patch.Collections)]
[assembly: Blocking("M:System.Collections.Concurrent.BlockingCollection`1.TryTakeFromAny", Area = Patch.Collections)]
[assembly: Blocking("M:System.Collections.Concurrent.BlockingCollection`1.AddToAny", Area = Patch.Collections)]
[assembly: Blocking("M:System.Collections.Concurrent.BlockingCollection`1.TryAddToAny", Area = Patch.Collections)]

[assembly: Blocking("M:System.Threading.WaitHandle.WaitAll", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.WaitHandle.WaitAny", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.WaitHandle.SignalAndWait", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.Barrier.SignalAndWait", Area = Patch.Sync, IsConcurrent = true)]
[assembly: Blocking("M:System.Threading.SpinWait.SpinUntil", Area = Patch.Sync)]

[assembly: Blocking("M:System.Threading.Tasks.Parallel.For", Area = Patch.Thread)]
[assembly: Blocking("M:System.Threading.Tasks.Parallel.ForEach", Area = Patch.Thread)]
[assembly: Blocking("M:System.Threading.Tasks.Parallel.Invoke", Area = Patch.Thread)]

[assembly: Blocking("M:System.Linq.ParallelEnumerable.Aggregate", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.All", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Any", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Average", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Count", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.First", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.FirstOrDefault", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.ForAll", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Last", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.LastOrDefault", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.LongCount", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Max", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Min", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.SequenceEqual", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Single", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.SingleOrDefault", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.Sum", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.ToArray", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.ToDictionary", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.ToList", Area = Patch.Thread)]
[assembly: Blocking("M:System.Linq.ParallelEnumerable.ToLookup", Area = Patch.Thread)]

[assembly: Blocking("M:System.Net.Sockets.UdpClient.#ctor(System.String,System.Int32)", Area = Patch.Socket)] // resolves the name
[assembly: Blocking("M:System.Net.Sockets.UdpClient.Connect(System.String,System.Int32)", Area = Patch.Socket)]
[assembly: Blocking("M:System.Net.Sockets.Socket.Poll", Area = Patch.Socket, IsConcurrent = true)]
[assembly: Blocking("M:System.Net.Sockets.Socket.ReceiveMessageFrom", Area = Patch.Socket, IsConcurrent = true)]
[assembly: Blocking("M:System.Net.Sockets.Socket.Select", Area = Patch.Socket)]

[assembly: Blocking("M:System.Net.Dns.GetHostByName", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.Dns.GetHostByAddress", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.Dns.Resolve", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.NetworkInformation.Ping.Send", Area = Patch.Dns)]

[assembly: Blocking("M:System.Net.WebClient.DownloadData", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.DownloadFile", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.DownloadString", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.OpenRead", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.OpenWrite", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadData", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadFile", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadString", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadValues", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.Mail.SmtpClient.Send", Area = Patch.Http)]

[assembly: Blocking("M:System.IO.File.Copy", Area = Patch.File)]
[assembly: Blocking("M:System.IO.FileInfo.CopyTo", Area = Patch.File)]
[assembly: Blocking("M:System.IO.FileSystemWatcher.WaitForChanged", Area = Patch.File, IsConcurrent = true)]
[assembly: Blocking("M:System.IO.File.AppendText", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.Create", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.CreateText", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.Open", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.OpenRead", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.OpenText", Area = Patch.File)]
[assembly: Blocking("M:System.IO.File.OpenWrite", Area = Patch.File)]

// of formatted and other values, which have no asynchronous form
[assembly: Blocking("M:System.IO.TextWriter.Write", Area = Patch.Stream)]
[assembly: Blocking("M:System.IO.TextWriter.WriteLine", Area = Patch.Stream)]

[assembly: Blocking("M:System.Diagnostics.Process.WaitForInputIdle", Area = Patch.Process, IsConcurrent = true)]

[assembly: Blocking("M:System.Console.Read", Area = Patch.Console)]
[assembly: Blocking("M:System.Console.ReadKey", Area = Patch.Console)]
[assembly: Blocking("M:System.Console.ReadLine", Area = Patch.Console)]

[assembly: Blocking("M:System.Data.IDbConnection.Open", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbConnection.BeginTransaction", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteNonQuery", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteReader", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteScalar", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDataReader.Read", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDataReader.NextResult", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbTransaction.Commit", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbTransaction.Rollback", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.Common.DbDataAdapter.Fill", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.Common.DbDataAdapter.Update", Area = Patch.Database)]

// the asynchronous members of this driver block as well; what is not here overrides a member of System.Data.Common
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteCommand.ExecuteReader", Area = Patch.Database)]
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteCommand.Prepare", Area = Patch.Database)]
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteConnection.BeginTransaction", Area = Patch.Database)]
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteConnection.BackupDatabase", Area = Patch.Database)]
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteTransaction.Save", Area = Patch.Database)]
[assembly: Blocking("M:Microsoft.Data.Sqlite.SqliteTransaction.Release", Area = Patch.Database)]
