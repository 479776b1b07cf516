package io.reprise.cli.login;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.signin.SignInFile;
import io.reprise.kafka.time.Interruption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the sign-in of a context. */
abstract class SignInCommand extends LeafCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "The context whose services take the token (default: see `reprise context show`).")
  private @Nullable String context;

  final AddressSources sources() {
    return AddressOption.of(spec);
  }

  /**
   * Returns the name of the context.
   *
   * @throws CommandFailure if no context of the user's file applies
   */
  final String contextName() {
    return sources()
        .applied(context)
        .map(AddressSources.Applied::name)
        .filter(name -> !name.isEmpty())
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "no context applies: add one with `reprise context add`, and name it with"
                        + " --context"));
  }

  final SignInFile signInFile(String name) {
    return new SignInFile(
        sources().file().path().resolveSibling(name + SignInFile.SUFFIX), Interruption::sleep);
  }
}
