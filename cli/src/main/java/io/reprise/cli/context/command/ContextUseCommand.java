package io.reprise.cli.context.command;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise context use}. */
@Command(
    name = "use",
    description =
        "Makes a context the current one, which commands use when nothing else names one.")
final class ContextUseCommand extends ContextFileCommand {
  @Parameters(paramLabel = "NAME", description = "The name of the context.")
  private String name = "";

  @Override
  protected ExitCode run() {
    var contexts = file().read();
    existing(contexts, name);
    file().write(contexts.using(name));
    output().say("the current context is " + name);
    sources()
        .applied(null)
        .filter(applied -> !applied.name().equals(name))
        .ifPresent(
            applied ->
                output()
                    .say(
                        "note: %s takes precedence here: give --context %s to use this one"
                            .formatted(applied.source(), name)));
    return ExitCode.DONE;
  }
}
