package io.reprise.cli.config;

import io.reprise.cli.command.CommandFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Recognises which command reads a configuration file. Stateless. */
public final class ConfigReaders {
  private ConfigReaders() {}

  /**
   * Returns the name of the command that reads a file.
   *
   * @param given the name that the operator has given; null to recognise the command by the keys
   *     and the name of the file
   * @throws CommandFailure if no command has the given name, or the file may be for several
   */
  public static String nameOf(@Nullable String given, Path file, String text) {
    var reader =
        given == null ? ConfigCheck.readerOf(file, text, "--role") : ConfiguredService.named(given);
    return reader.name();
  }
}
