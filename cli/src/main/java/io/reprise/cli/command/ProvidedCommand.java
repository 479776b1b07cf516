package io.reprise.cli.command;

import picocli.CommandLine.Command;

/**
 * One top-level command.
 *
 * @param section the section of {@code --help} in which the command is listed
 * @param type a class with picocli's {@code @Command} and a constructor without parameters
 */
public record ProvidedCommand(HelpSection section, Class<?> type) {
  /** Returns the name under which a user calls the command. */
  public String name() {
    return type.getAnnotation(Command.class).name();
  }
}
