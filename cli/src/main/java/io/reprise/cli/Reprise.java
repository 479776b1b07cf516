package io.reprise.cli;

import io.reprise.cli.client.HttpThreads;
import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.CommandTree;
import io.reprise.cli.command.Failures;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.OptionConverters;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.output.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

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
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 not found, 5 unreachable,",
      "6 outcome unknown: check whether the request was carried out before you repeat it.",
      "Results go to stdout in the format that -o selects, all other messages to stderr.",
      "For completion in bash or zsh, run: source <(reprise completion bash)",
    })
public final class Reprise extends CommandGroup implements AddressSources.Owner {

  private final AddressSources sources;

  private Reprise(AddressSources sources) {
    this.sources = sources;
  }

  @Override
  public AddressSources addressSources() {
    return sources;
  }

  public static void main(String[] arguments) {
    int exitCode = run(arguments);
    HttpThreads.end();
    System.exit(exitCode);
  }

  /** Runs one command line and returns its exit code. */
  public static int run(String... arguments) {
    return commandLineFor(arguments).execute(arguments);
  }

  /** Returns the root command with all its subcommands. */
  static CommandLine commandLine() {
    return withSubcommands(AddressSources.ofProcess(), provided(), CommandTree.whole());
  }

  /**
   * Returns the command line with which {@link #run} executes {@code arguments}: the root command
   * and its subcommands.
   *
   * <p>If the first argument names a subcommand, only this subcommand is added, and of its
   * subcommands only those that {@code arguments} name have options, as {@link CommandTree} says. A
   * subcommand in {@link HelpSection#SHELL}, such as completion, describes all subcommands, so all
   * of them are added whole for it.
   */
  static CommandLine commandLineFor(AddressSources sources, String... arguments) {
    var called = called(arguments);
    if (called == null) {
      return withSubcommands(sources, provided(), CommandTree.calledBy(arguments));
    }
    return called.section() == HelpSection.SHELL
        ? withSubcommands(sources, provided(), CommandTree.whole())
        : withSubcommands(sources, List.of(called), CommandTree.calledBy(arguments));
  }

  static CommandLine commandLineFor(String... arguments) {
    return commandLineFor(AddressSources.ofProcess(), arguments);
  }

  /**
   * Returns the subcommand that the first argument names; null if it names none. The class path is
   * searched only up to the provider of this subcommand: to search all of it opens every jar.
   */
  private static @Nullable ProvidedCommand called(String... arguments) {
    if (arguments.length == 0 || arguments[0].startsWith("-")) {
      return null;
    }
    for (var provider : ServiceLoader.load(CommandProvider.class)) {
      for (var command : provider.commands()) {
        if (command.name().equals(arguments[0])) {
          return command;
        }
      }
    }
    return null;
  }

  private static List<ProvidedCommand> provided() {
    var all = new ArrayList<ProvidedCommand>();
    ServiceLoader.load(CommandProvider.class).forEach(provider -> all.addAll(provider.commands()));
    all.sort(Comparator.comparing(ProvidedCommand::section));
    return all;
  }

  private static CommandLine withSubcommands(
      AddressSources sources, List<ProvidedCommand> commands, CommandTree tree) {
    var root = new CommandLine(new Reprise(sources));
    commands.forEach(command -> tree.add(root, command.type()));
    return OptionConverters.addTo(
            WholeWordHelp.addTo(Examples.addTo(AddressOption.addContexts(root))))
        // An argument such as @1795944813000 is a time. Picocli would read it as the name of a file
        // with more arguments.
        .setExpandAtFiles(false)
        .setColorScheme(
            Help.defaultColorScheme(Terminal.ofProcess().hasColours() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(new Failures(command -> isForOperators(command, commands)))
        .setParameterExceptionHandler(Failures::usage);
  }

  /**
   * Returns whether a command, or a command above it, belongs to the section for operators and
   * producers, {@link HelpSection#OPERATION}.
   */
  private static boolean isForOperators(CommandLine command, List<ProvidedCommand> commands) {
    for (var c = command; c != null; c = c.getParent()) {
      var type = c.getCommandSpec().userObject().getClass();
      if (commands.stream()
          .anyMatch(p -> p.section() == HelpSection.OPERATION && p.type().equals(type))) {
        return true;
      }
    }
    return false;
  }
}
