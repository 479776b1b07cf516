package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.schemas.registry.IncompatibleSchemaException;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import picocli.CommandLine.Mixin;

/** A command that calls the schema registry. */
abstract class RegistryCommand extends LeafCommand {
  @Mixin private RegistryOption registry = new RegistryOption();

  abstract ExitCode run(SchemaRegistry registry);

  @Override
  protected final ExitCode run() {
    try (var client = registry.client()) {
      return run(client);
    } catch (RegistryUnreachableException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, e.getMessage() + registry.address().inSentence(), e);
    } catch (IncompatibleSchemaException e) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }
}
