package io.reprise.cli.context.command;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise context remove}. */
@Command(
    name = "remove",
    description = "Removes a context. If it was the current one, no context is current any more.")
final class ContextRemoveCommand extends ContextFileCommand {
  @Parameters(paramLabel = "NAME", description = "The name of the context.")
  private String name = "";

  @Override
  protected ExitCode run() {
    var contexts = file().read();
    existing(contexts, name);
    file().write(contexts.without(name));
    output().say("removed context " + name);
    return ExitCode.DONE;
  }
}
