package io.reprise.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the subcommands of a command, in the order in which its help lists them. {@link
 * CommandTree} adds them.
 *
 * <p>Picocli's own {@code @Command(subcommands = ...)} is not used: picocli then inspects every
 * option of every subcommand for each command line.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subcommands {
  /** Classes with picocli's {@code @Command} and a constructor without parameters. */
  Class<?>[] value();
}
