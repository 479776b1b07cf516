package io.reprise.cli.command;

/**
 * One top-level command.
 *
 * @param section the section of {@code --help} in which the command is listed
 * @param type a class with picocli's {@code @Command} and a constructor without parameters
 */
public record ProvidedCommand(HelpSection section, Class<?> type) {}
