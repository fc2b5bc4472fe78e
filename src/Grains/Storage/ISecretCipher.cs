namespace Orchestrator.Grains.Storage;

/// <summary>Locks what a store must not hold in the clear. The host brings it, with keys of its own.</summary>
public interface ISecretCipher
{
    byte[] Protect(byte[] open);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was not locked with a key that is still known.</exception>
    byte[] Unprotect(byte[] locked);
}
