package io.reprise.cli.command;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Adds commands and the {@link Subcommands} below them to picocli's root command. A tree is either
 * whole, or made for one command line. In the latter, a command that the command line does not call
 * has only a name and a description, which are all that the help of a group and the suggestions for
 * a misspelt name show. To inspect the options of all commands takes longer than most commands run.
 */
public final class CommandTree {
  private final Predicate<Command> isCalled;

  private CommandTree(Predicate<Command> isCalled) {
    this.isCalled = isCalled;
  }

  /** Returns a tree that adds every command with its options. */
  public static CommandTree whole() {
    return new CommandTree(command -> true);
  }

  /**
   * Returns a tree that adds the options of the commands that these arguments name. A command is
   * called by its name, so a command line cannot call a command whose name it lacks.
   */
  public static CommandTree calledBy(String... arguments) {
    var words = Set.copyOf(Arrays.asList(arguments));
    return new CommandTree(
        command ->
            words.contains(command.name())
                || Arrays.stream(command.aliases()).anyMatch(words::contains));
  }

  /** Adds the command of this type, and the commands below it. */
  public void add(CommandLine parent, Class<?> type) {
    var command = type.getAnnotation(Command.class);
    if (!isCalled.test(command)) {
      parent.addSubcommand(nameAndDescription(command));
      return;
    }
    var added = new CommandLine(type);
    parent.addSubcommand(added);
    var below = type.getAnnotation(Subcommands.class);
    if (below != null) {
      for (var subcommand : below.value()) {
        add(added, subcommand);
      }
    }
  }

  private static CommandSpec nameAndDescription(Command command) {
    var spec = CommandSpec.create().name(command.name()).aliases(command.aliases());
    spec.usageMessage()
        .header(command.header())
        .description(command.description())
        .hidden(command.hidden());
    return spec;
  }
}
