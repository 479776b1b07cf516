package io.reprise.cli.token;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import io.reprise.runtime.access.NamePattern;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Role;
import io.reprise.runtime.access.Token;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code reprise token create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class,
    description = {
      "Creates a token and prints it, alone, on stdout. It is shown only once.",
      "The lines for the files of the services, which contain no secret, are printed on stderr: one"
          + " for http.authentication.tokens and one for http.authentication.policy."
    })
final class TokenCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--principal",
      required = true,
      paramLabel = "NAME",
      description = "Who will have the token: a person, a job or a service.")
  private String principal = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "What the principal may do: producer, viewer, operator, approver or admin.")
  private String role = "";

  @Option(
      names = "--topic",
      paramLabel = "PATTERN,...",
      hideParamSyntax = true,
      split = ",",
      description = "The topics on which the principal has the role; * stands for any characters.")
  private List<String> topics = List.of("*");

  @Option(
      names = "--target",
      paramLabel = "PATTERN,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "The targets of replays on which the principal has the role; * stands for any"
              + " characters.")
  private List<String> targets = List.of("*");

  @Override
  public Integer call() {
    requireValid();
    var token = Token.create(new SecureRandom());
    var err = spec.commandLine().getErr();
    err.println("line for the file of tokens, below tokens:");
    err.println(TokenLines.ofToken(principal, token));
    err.println("line for the file of the policy, below bindings:");
    err.println(TokenLines.ofRole(principal, role, topics, targets));
    err.println("The token is shown only now: keep it in a file that only its owner can read.");
    err.flush();
    var out = spec.commandLine().getOut();
    out.println(token.secret());
    out.flush();
    return ExitCode.DONE.code();
  }

  private void requireValid() {
    try {
      Principal.requireName(principal);
      Role.named(role);
      topics.forEach(NamePattern::new);
      targets.forEach(NamePattern::new);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
