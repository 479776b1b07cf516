package io.reprise.cli.client;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.nio.file.Path;

/** Reads the token that a command sends. Stateless and thread-safe. */
final class TokenFile {
  private TokenFile() {}

  /**
   * Returns the first line of a file.
   *
   * @throws CommandFailure with the exit code for a wrong command line if the file cannot be read,
   *     or if its first line is not a token. The message does not show the line
   */
  static String read(Path file) {
    var line = TextFile.read(file).lines().findFirst().orElse("").strip();
    if (!line.matches("[\\x21-\\x7e]+")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          file + " has no token: its first line must be the token alone, without spaces");
    }
    return line;
  }
}
