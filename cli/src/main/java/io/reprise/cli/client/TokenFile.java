package io.reprise.cli.client;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.signin.AccessTokens;
import io.reprise.cli.signin.SignInFile;
import io.reprise.kafka.time.Interruption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Reads the token that a command sends: the first line of a file, or the token of a sign-in, which
 * is renewed before it expires. Stateless and thread-safe.
 */
final class TokenFile {
  private TokenFile() {}

  /**
   * Returns what has the token for each request. A file is read now, so that a fault in it is
   * reported before anything is sent.
   *
   * @throws CommandFailure if there is no token
   */
  static Supplier<String> tokens(Path file) {
    if (!file.toString().endsWith(SignInFile.SUFFIX)) {
      var token = read(file);
      return () -> token;
    }
    var signIn = new SignInFile(file, Interruption::sleep);
    var tokens = new AccessTokens(signIn, Clock.systemUTC());
    tokens.current();
    return tokens::current;
  }

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
