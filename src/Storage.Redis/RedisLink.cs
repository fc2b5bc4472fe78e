using Orchestrator.Grains.Interfaces.Failures;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// The connection: made at first use, made again by itself when it is lost. Nothing is sent twice: what was under way when an answer
/// failed to come has been carried out or not.
/// </summary>
/// <param name="options">Read at the first use: a clock is asked for before settings are judged.</param>
internal sealed class RedisLink(Func<RedisStoreOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;

    /// <exception cref="StoreUnavailableException">It cannot be reached, does not answer in time, or says that it cannot serve.</exception>
    public async Task<T> Run<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            return await command((await Connection()).GetDatabase());
        }
        catch (Exception failure) when (RedisFaults.IsAway(failure))
        {
            throw RedisFaults.Away(failure);
        }
    }

    public Task<RedisResult> Run(RedisScript script, Shard shard, params RedisValue[] arguments) => Run(async database =>
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, [shard.Prefix], arguments);
        }
        catch (RedisServerException failure) when (RedisFaults.IsUnknownScript(failure))
        {
            // Nothing was carried out: this Redis is new, or was flushed. From now on it knows the script.
            return await database.ExecuteAsync("EVAL", [script.Text, 1, shard.Prefix, .. arguments.Cast<object>()]);
        }
    });

    public async Task<ChannelMessageQueue> Subscribe(RedisChannel channel)
    {
        try
        {
            return await (await Connection()).GetSubscriber().SubscribeAsync(channel);
        }
        catch (Exception failure) when (RedisFaults.IsAway(failure))
        {
            throw RedisFaults.Away(failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private ValueTask<ConnectionMultiplexer> Connection() => _connection is { } connection ? new(connection) : Connect();

    private async ValueTask<ConnectionMultiplexer> Connect()
    {
        await _connecting.WaitAsync();
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(Configuration());
        }
        finally
        {
            _connecting.Release();
        }
    }

    private ConfigurationOptions Configuration()
    {
        var told = options();
        var configuration = ConfigurationOptions.Parse(told.Connection);
        var timeout = (int)told.CommandTimeout.TotalMilliseconds;
        configuration.AbortOnConnectFail = false;
        configuration.ConnectRetry = 1;
        configuration.ConnectTimeout = (int)told.ConnectTimeout.TotalMilliseconds;
        configuration.SyncTimeout = timeout;
        configuration.AsyncTimeout = timeout;
        // Timeouts are noticed by the heartbeat.
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(timeout / 4, 50, 1000));
        return configuration;
    }
}
