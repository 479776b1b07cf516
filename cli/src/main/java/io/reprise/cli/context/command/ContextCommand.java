package io.reprise.cli.context.command;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise context}. */
@Command(
    name = "context",
    description = {
      "Keeps the addresses of installations, each under a name, in ~/.config/reprise/contexts.yaml.",
      "A command takes an address from the first of: its option for the address, --context, the"
          + " environment, a running `reprise dev`, the current context."
    })
@Subcommands({
  ContextAddCommand.class,
  ContextUseCommand.class,
  ContextListCommand.class,
  ContextShowCommand.class,
  ContextRemoveCommand.class
})
public final class ContextCommand extends CommandGroup {}
