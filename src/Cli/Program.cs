using System.CommandLine;
using Orchestrator.Cli;
using Orchestrator.Cli.Commands;

var common = new CommonOptions();
var root = new RootCommand("orc: checks, runs and shows connects of a call orchestrator.")
{
    ValidateCommand.Create(common),
    RunCommand.Create(common),
    ListCommand.Create(common),
    ShowCommand.Create(common),
    RedeliverCommand.Create(common),
};
common.AddTo(root);

var line = root.Parse(args);
var code = await line.InvokeAsync();
return line.Errors.Count > 0 ? ExitCodes.Usage : code;
