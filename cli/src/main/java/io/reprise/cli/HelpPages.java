package io.reprise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes the help of every command to a file, so that the script {@code reprise} can print it
 * without starting Java.
 */
final class HelpPages {
  private HelpPages() {}

  /**
   * Writes two files for each command: {@code plain/reprise_topics_list} is what {@code reprise
   * topics list --help} prints to a file, and {@code coloured/reprise_topics_list} what it prints
   * on a terminal.
   */
  static void writeTo(Path directory) throws IOException {
    write(Reprise.commandLine(), Ansi.OFF, Files.createDirectories(directory.resolve("plain")));
    write(Reprise.commandLine(), Ansi.ON, Files.createDirectories(directory.resolve("coloured")));
  }

  private static void write(CommandLine command, Ansi colours, Path directory) throws IOException {
    var name = command.getCommandSpec().qualifiedName("_");
    Files.writeString(directory.resolve(name), command.getUsageMessage(colours));
    for (var subcommand : command.getSubcommands().values()) {
      write(subcommand, colours, directory);
    }
  }
}
