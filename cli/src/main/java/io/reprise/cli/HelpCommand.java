package io.reprise.cli;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code reprise help}. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Shows the help of a command: `reprise help replay plan` prints the same as `reprise replay"
            + " plan --help`.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description =
          "The words of the command, such as `replay plan`. Without a word, the help of `reprise`"
              + " is shown.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    var command = spec.root().commandLine();
    for (var word : words) {
      command = subcommand(command, word);
    }
    command.usage(spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }

  private static CommandLine subcommand(CommandLine command, String name) {
    var subcommand = command.getSubcommands().get(name);
    if (subcommand == null) {
      throw new ParameterException(
          command,
          "%s has no subcommand '%s'".formatted(command.getCommandSpec().qualifiedName(), name));
    }
    return subcommand;
  }
}
