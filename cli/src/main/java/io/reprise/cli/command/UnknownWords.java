package io.reprise.cli.command;

import io.reprise.runtime.json.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Describes the words of a command line that are neither a command, nor an option, nor a value, and
 * suggests the most similar options or commands. Stateless and thread-safe.
 */
final class UnknownWords {
  private static final int MOST_SUGGESTED = 3;

  private UnknownWords() {}

  /** Returns a sentence about the unknown words, with suggestions if known words are similar. */
  static String sentence(UnmatchedArgumentException e) {
    var command = e.getCommandLine();
    var options = e.getUnmatched().stream().filter(UnknownWords::isOption).toList();
    if (!options.isEmpty()) {
      return options.stream()
          .map(option -> option(option.replaceFirst("=.*", ""), command))
          .collect(Collectors.joining("; "));
    }
    return command.getSubcommands().isEmpty()
        ? String.valueOf(e.getMessage())
        : command(e.getUnmatched().get(0), command);
  }

  /** Returns whether a word is an option. A word such as {@code -2h} is a value. */
  private static boolean isOption(String word) {
    return word.matches("(?s)--\\w.*|-[a-zA-Z]");
  }

  private static String option(String name, CommandLine command) {
    if (isOfSubcommand(name, command)) {
      return "option %s stands before the command: options follow the command, as in %s COMMAND %s ..."
          .formatted(name, command.getCommandSpec().qualifiedName(), name);
    }
    return "unknown option '%s'%s"
        .formatted(name, suggestion(Suggestion.similar(name, names(command), MOST_SUGGESTED)));
  }

  private static List<String> names(CommandLine command) {
    var names = new ArrayList<String>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        names.add(option.longestName());
      }
    }
    return names;
  }

  private static boolean isOfSubcommand(String option, CommandLine command) {
    return command.getSubcommands().values().stream()
        .anyMatch(
            below ->
                below.getCommandSpec().findOption(option) != null || isOfSubcommand(option, below));
  }

  private static String command(String word, CommandLine group) {
    Collection<String> known =
        group.getSubcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(entry -> entry.getKey())
            .toList();
    return "unknown command '%s'%s"
        .formatted(word, suggestion(Suggestion.similar(word, known, MOST_SUGGESTED)));
  }

  private static String suggestion(List<String> similar) {
    if (similar.isEmpty()) {
      return "";
    }
    return similar.stream().collect(Collectors.joining("', '", ": did you mean '", "'?"));
  }
}
