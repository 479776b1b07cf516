package io.reprise.cli.command;

/**
 * One top-level command.
 *
 * @param section the section of {@code --help} in which the command is listed
 * @param name the name under which a user calls the command, which is also the name in picocli's
 *     {@code @Command}. The called command is found by this name, without picocli
 * @param type a class with picocli's {@code @Command} and a constructor without parameters
 */
public record ProvidedCommand(HelpSection section, String name, Class<?> type) {}
