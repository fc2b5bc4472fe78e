using System.CommandLine;
using Orchestrator.Cli.Documents;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc validate FILE…</c>: without the service.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommonOptions common)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "SWML documents, requests or connect objects, JSON or YAML; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        return new Command("validate", "Check documents without a service: every error, with line and column") { files }.Does(async (line, stop) =>
        {
            var code = ExitCodes.Done;
            foreach (var path in line.GetValue(files)!)
            {
                var file = await DocumentFile.Read(path, stop);
                ErrorReport.Write(Console.Out, path, file.Errors, common.IsJson(line));
                if (file.Errors.Length > 0) code = ExitCodes.Invalid;
                else if (!common.IsJson(line)) Console.WriteLine($"{path}: valid");
            }

            return code;
        });
    }
}
