namespace Orchestrator.Outbound;

/// <summary>The beginning of a response's body, as it came: nothing is inflated.</summary>
internal static class FirstBytes
{
    /// <summary>The headers have decided; a body that breaks, stalls or never ends only yields fewer bytes.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> Read(HttpResponseMessage response, int most, CancellationToken over)
    {
        var buffer = new byte[most];
        var (length, isWhole) = (0, false);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(over);
            while (length < buffer.Length)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), over);
                if (read == 0)
                {
                    isWhole = true;
                    break;
                }

                length += read;
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            // What was read until then is all there is.
        }

        return (buffer.AsMemory(0, length), isWhole);
    }
}
