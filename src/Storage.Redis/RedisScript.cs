using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Storage.Redis;

/// <summary>A script, and the hash by which Redis knows it. Redis runs it whole: nothing comes between, and nobody sees half of it.</summary>
internal sealed class RedisScript
{
    public static readonly RedisScript Commit = new("Commit.lua");
    public static readonly RedisScript Defer = new("Defer.lua");
    public static readonly RedisScript WriteNotes = new("WriteNotes.lua");
    public static readonly RedisScript MoveWebhook = new("MoveWebhook.lua");
    public static readonly RedisScript ClaimWebhooks = new("ClaimWebhooks.lua");
    public static readonly RedisScript KeepWebhooks = new("KeepWebhooks.lua");
    public static readonly RedisScript ClaimOverdue = new("ClaimOverdue.lua");
    public static readonly RedisScript Overdue = new("Overdue.lua");
    public static readonly RedisScript ClaimParked = new("ClaimParked.lua");
    public static readonly RedisScript KeepParked = new("KeepParked.lua");
    public static readonly RedisScript Redeliver = new("Redeliver.lua");
    public static readonly RedisScript Mute = new("Mute.lua");
    public static readonly RedisScript Muted = new("Muted.lua");
    public static readonly RedisScript SaveKeys = new("SaveKeys.lua");
    public static readonly RedisScript Rows = new("Rows.lua");

    private RedisScript(string file)
    {
        Text = Read("Shared.lua") + Read(file);
        Hash = HashOf(Text);
    }

    public string Text { get; }

    public byte[] Hash { get; }

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(RedisScript).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }

    [SuppressMessage("Security", "CA5350", Justification = "The name that Redis gives to a script.")]
    private static byte[] HashOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
