package io.reprise.cli;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.Failures;
import io.reprise.cli.command.OptionConverters;
import io.reprise.cli.command.ProvidedCommand;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Implements {@code reprise}, the root command. The {@link CommandProvider}s on the class path add
 * the subcommands.
 */
@Command(
    name = "reprise",
    description =
        "Publishes events to Kafka and replays them: each event exactly once, with a receipt that"
            + " accounts for every offset.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 not found, 5 unreachable.",
      "Results go to stdout in the format that -o selects, all other messages to stderr.",
      "For completion in bash or zsh, run: source <(reprise generate-completion)",
    })
public final class Reprise extends CommandGroup {

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command line and returns its exit code. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** Returns the root command with all its subcommands, as {@link #run} executes it. */
  static CommandLine commandLine() {
    var root = new CommandLine(new Reprise());
    ServiceLoader.load(CommandProvider.class).stream()
        .flatMap(provider -> provider.get().commands().stream())
        .sorted(Comparator.comparing(ProvidedCommand::section))
        .forEach(command -> root.addSubcommand(command.type()));
    return root.registerConverter(URI.class, OptionConverters::serviceAddress)
        .registerConverter(Instant.class, OptionConverters::time)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(Failures::usage);
  }
}
