// What has an asynchronous twin, or derives from something that blocks, and does not block itself.
using CoroutineDsl;

// in memory
[assembly: NotBlocking("T:System.IO.MemoryStream")]
[assembly: NotBlocking("T:System.IO.UnmanagedMemoryStream")]
[assembly: NotBlocking("T:System.IO.StringReader")]
[assembly: NotBlocking("T:System.IO.StringWriter")]
[assembly: NotBlocking("T:System.CodeDom.Compiler.IndentedTextWriter")]
[assembly: NotBlocking("T:System.Text.Json.Utf8JsonWriter")]
[assembly: NotBlocking("T:System.Data.DataTableReader")]
[assembly: NotBlocking("T:Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache")]
[assembly: NotBlocking("M:System.IO.Pipelines.PipeReader.Complete")]
[assembly: NotBlocking("M:System.IO.Pipelines.PipeWriter.Complete")]
[assembly: NotBlocking("M:System.Data.Common.DbDataReader.GetFieldValue")]
[assembly: NotBlocking("M:System.Data.Common.DbDataReader.GetSchemaTable")]
[assembly: NotBlocking("M:System.Data.Common.DbDataReader.IsDBNull")]

// the console's own writers: there is no way to write to them cooperatively
[assembly: NotBlocking("P:System.Console.Out")]
[assembly: NotBlocking("P:System.Console.Error")]

// they run callbacks or give things back: to wait is not what they are for
[assembly: NotBlocking("*.Dispose")]
[assembly: NotBlocking("*.Close")]
[assembly: NotBlocking("M:System.Threading.CancellationTokenSource.Cancel")]
[assembly: NotBlocking("M:System.Threading.Mutex.#ctor")]
[assembly: NotBlocking("M:System.Threading.Mutex.ReleaseMutex")]
[assembly: NotBlocking("M:System.Threading.Mutex.OpenExisting")]
[assembly: NotBlocking("M:System.Threading.Mutex.TryOpenExisting")]

// the asynchronous form works only where the reader or writer was made for it
[assembly: NotBlocking("T:System.Xml.XmlReader")]
[assembly: NotBlocking("T:System.Xml.XmlWriter")]
[assembly: NotBlocking("T:System.Xml.XmlResolver")]
[assembly: NotBlocking("M:System.Xml.Linq.XNode.WriteTo")]
[assembly: NotBlocking("M:System.Xml.Linq.XNode.ReadFrom")]

// EF Core: to add is in memory, and the twins are for rare value generators
[assembly: NotBlocking("M:Microsoft.EntityFrameworkCore.DbSet`1.Add")]
[assembly: NotBlocking("M:Microsoft.EntityFrameworkCore.DbSet`1.AddRange")]
[assembly: NotBlocking("M:Microsoft.EntityFrameworkCore.DbContext.Add")]
[assembly: NotBlocking("M:Microsoft.EntityFrameworkCore.DbContext.AddRange")]
[assembly: NotBlocking("M:Microsoft.EntityFrameworkCore.IDbContextFactory`1.CreateDbContext")]
[assembly: NotBlocking("M:Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateScope")]

// test frameworks: an assertion and its asynchronous form take different things
[assembly: NotBlocking("N:NUnit.Framework")]
[assembly: NotBlocking("N:Xunit")]
[assembly: NotBlocking("N:Microsoft.VisualStudio.TestTools.UnitTesting")]
[assembly: NotBlocking("N:Moq")]
[assembly: NotBlocking("N:NSubstitute")]
[assembly: NotBlocking("N:FluentAssertions")]
[assembly: NotBlocking("N:Shouldly")]
