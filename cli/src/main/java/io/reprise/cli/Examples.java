package io.reprise.cli;

import io.reprise.cli.command.CommandGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Ends the help of every command with examples. Each module that brings commands has their examples
 * in a file {@value #FILE}, one command line a line. The files are read only to print a help.
 */
final class Examples {
  static final String FILE = "META-INF/reprise/examples.txt";
  static final int SHOWN = 2;

  /** The commands that the examples of the root command show, in the order of their first use. */
  static final List<String> FIRST_USES =
      List.of("reprise dev", "reprise publish", "reprise replay start");

  private Examples() {}

  /** Makes the help of a command and of all its subcommands end with examples. */
  static CommandLine addTo(CommandLine root) {
    var sections = new HashMap<>(root.getHelpSectionMap());
    sections.put(
        UsageMessageSpec.SECTION_KEY_FOOTER, help -> help.footer() + text(help.commandSpec()));
    return root.setHelpSectionMap(sections);
  }

  private static String text(CommandSpec command) {
    var text = new StringBuilder();
    if (command.args().stream().anyMatch(argument -> argument.required() && !argument.hidden())) {
      text.append("%nWhat is marked with * is required.%n".formatted());
    }
    var examples = of(command);
    if (!examples.isEmpty()) {
      text.append("%nExamples:%n".formatted());
      examples.forEach(example -> text.append("  %s%n".formatted(example)));
    }
    return text.toString();
  }

  /**
   * Returns the examples of a command. A group of several commands has the first examples of
   * different subcommands. The root command has an example of each of {@link #FIRST_USES}.
   */
  static List<String> of(CommandSpec command) {
    return command.parent() == null
        ? FIRST_USES.stream().flatMap(use -> beginningWith(use).limit(1)).toList()
        : ofSubcommand(command);
  }

  private static Stream<String> beginningWith(String words) {
    return all().stream().filter(example -> (example + " ").startsWith(words + " "));
  }

  private static List<String> ofSubcommand(CommandSpec command) {
    var beginning = command.qualifiedName() + " ";
    boolean isGroup =
        command.userObject() instanceof CommandGroup && command.subcommands().size() > 1;
    var examples = new ArrayList<String>();
    var subcommands = new ArrayList<String>();
    for (var example : all()) {
      if ((example + " ").startsWith(beginning) && examples.size() < SHOWN) {
        var subcommand = example.substring(beginning.length() - 1).strip().split(" ")[0];
        if (!isGroup || !subcommands.contains(subcommand)) {
          examples.add(example);
          subcommands.add(subcommand);
        }
      }
    }
    return examples;
  }

  private static List<String> all() {
    try {
      var files = Collections.list(Examples.class.getClassLoader().getResources(FILE));
      var all = new ArrayList<String>();
      for (URL file : files) {
        try (var in = file.openStream()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(all::add);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the examples of commands cannot be read", e);
    }
  }
}
