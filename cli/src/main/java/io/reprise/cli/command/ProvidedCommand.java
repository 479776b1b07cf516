package io.reprise.cli.command;

/**
 * One top-level command.
 *
 * @param section where {@code --help} lists the command
 * @param type a class with picocli's {@code @Command} and a constructor without parameters
 */
public record ProvidedCommand(HelpSection section, Class<?> type) {}
