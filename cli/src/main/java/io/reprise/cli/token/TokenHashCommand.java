package io.reprise.cli.token;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Token;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code reprise token hash}. */
@Command(
    name = "hash",
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class,
    description =
        "Prints the line of an existing token for the file of tokens. Use it for a token that"
            + " another program has created, or whose line is lost.")
final class TokenHashCommand implements Callable<Integer> {
  /** 128 bits in Base64. */
  private static final int SHORTEST = 22;

  @Spec private CommandSpec spec;

  @Option(
      names = "--principal",
      required = true,
      paramLabel = "NAME",
      description = "Who has the token: a person, a job or a service.")
  private String principal = "";

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description = "The file whose first line is the token.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    var token = TextFile.read(file).lines().findFirst().orElse("").strip();
    try {
      Principal.requireName(principal);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    if (token.length() < SHORTEST) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s has a token of %d characters, which can be guessed: use at least %d random characters"
              .formatted(file, token.length(), SHORTEST));
    }
    var out = spec.commandLine().getOut();
    out.println(TokenLines.ofToken(principal, Token.of(token)));
    out.flush();
    return ExitCode.DONE.code();
  }
}
