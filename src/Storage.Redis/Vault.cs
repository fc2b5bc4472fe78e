using Orchestrator.Grains.Storage;

namespace Orchestrator.Storage.Redis;

/// <summary>What may hold passwords, locked on its way into Redis. What was stored before there was a lock is still read.</summary>
internal sealed class Vault(ISecretCipher? cipher)
{
    /// <summary>Stands before what is locked; JSON never begins with it.</summary>
    private const byte Mark = 0x01;

    public ReadOnlyMemory<byte> Close(ReadOnlyMemory<byte> open) => cipher is null ? open : (byte[])[Mark, .. cipher.Protect(open.ToArray())];

    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> stored) => stored.Span is not [Mark, ..]
        ? stored
        : (cipher ?? throw new InvalidOperationException("What is stored is locked, and there is no key to it."))
            .Unprotect(stored[1..].ToArray());
}
