using System.Net;
using System.Net.Sockets;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>deploy/local/cluster.sh beside somebody else's service.</summary>
public sealed class LocalClusterTests
{
    [Fact]
    public async Task Up_WithAPortThatSomebodyElseHas_IsRefusedByItsNumber()
    {
        using var taken = Listen(out var port);

        var (code, said) = await Command.Run(
            "env", $"ORC_PORT={port}", $"ORC_RUN_DIR={Path.Combine(Path.GetTempPath(), $"orc-{Guid.NewGuid():n}")}", "bash", Checkout.At("deploy", "local", "cluster.sh"), "up");

        Assert.True(code == 2, said);
        Assert.Contains($" {port} (haproxy)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_IsToldFromAnotherProcess()
    {
        using var taken = Listen(out var port);
        var functions = Checkout.At("deploy", "local", "processes.sh");

        Assert.Equal(0, (await Command.Run("bash", "-c", $". {functions}; listens_on {Environment.ProcessId} {port}")).Code);
        Assert.Equal(1, (await Command.Run("bash", "-c", $". {functions}; listens_on $$ {port}")).Code);
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
