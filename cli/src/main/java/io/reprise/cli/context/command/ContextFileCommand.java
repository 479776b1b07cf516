package io.reprise.cli.context.command;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.Context;
import io.reprise.cli.context.ContextFile;
import io.reprise.cli.context.Contexts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that reads or changes the user's contexts. */
abstract class ContextFileCommand extends LeafCommand {
  @Spec private CommandSpec spec;

  final AddressSources sources() {
    return AddressOption.of(spec);
  }

  final ContextFile file() {
    return sources().file();
  }

  /**
   * Returns the context with a name.
   *
   * @throws CommandFailure if there is none
   */
  final Context existing(Contexts contexts, String name) {
    var context = contexts.contexts().get(name);
    if (context == null) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "no context '%s' is in %s: `reprise context list` shows the names"
              .formatted(name, file().path()));
    }
    return context;
  }
}
