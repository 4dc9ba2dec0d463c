using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Xunit;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>Events of a broker, which come on threads of its client, in a queue of the hub.</summary>
public partial class RabbitMqTests
{
    [ServerFact(Servers.RabbitMq)]
    public Task Events_go_into_a_queue() => OnHub.Run(() => Consume());

    [Coroutine]
    private static IEnumerator<Yield> Consume()
    {
        var factory = new ConnectionFactory { Uri = new Uri(Servers.Of(Servers.RabbitMq)) };
        using var connection = factory.CreateConnectionAsync().Await();
        using var channel = connection.CreateChannelAsync().Await();
        var name = channel.QueueDeclareAsync().Await().QueueName;
        var (hub, received) = (Hub.Current, new CoQueue<string>());
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            var text = Encoding.UTF8.GetString(message.Body.Span);
            hub.Post(() => received.TryPut(text));
            return Task.CompletedTask;
        };
        channel.BasicConsumeAsync(name, autoAck: true, consumer).Await();
        for (var i = 0; i < 100; i++) channel.BasicPublishAsync("", name, Encoding.UTF8.GetBytes($"{i}")).Await();
        for (var i = 0; i < 100; i++) Assert.Equal($"{i}", received.Get(TimeSpan.FromSeconds(60)).Await());
        yield break;
    }
}
