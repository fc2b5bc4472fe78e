using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Storage.Redis.Tests;

public sealed class RedisStoreOptionsTests
{
    [Fact]
    public void Options_ByDefaultWithAConnection_AreValid()
    {
        var options = new RedisStoreOptions { Connection = "127.0.0.1:6379" };

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), (options.ConnectTimeout, options.CommandTimeout));
        Assert.Equal((TimeSpan.FromHours(24), TimeSpan.FromSeconds(10)), (options.Retention, options.WebhookLease));
    }

    [Fact]
    public void Options_OutOfRange_EachIsNamed()
    {
        var options = new RedisStoreOptions
        {
            Connection = "",
            KeyPrefix = "{x}",
            ConnectTimeout = TimeSpan.Zero,
            CommandTimeout = TimeSpan.FromMinutes(1),
            Retention = TimeSpan.Zero,
            WebhookLease = TimeSpan.Zero,
            EntryPoll = TimeSpan.Zero,
        };
        var results = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true));

        Assert.Equal(7, results.Count);
    }
}
