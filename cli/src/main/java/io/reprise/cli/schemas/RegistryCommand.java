package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.schemas.registry.IncompatibleSchemaException;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import picocli.CommandLine.Option;

/** A command that calls the schema registry. */
abstract class RegistryCommand extends LeafCommand {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "${env:REPRISE_REGISTRY:-http://127.0.0.1:19091/apis/ccompat/v7}",
      description =
          "Base URL of the schema registry's Confluent API (default: $REPRISE_REGISTRY, or the"
              + " registry of `reprise dev`).")
  private URI registry;

  abstract ExitCode run(SchemaRegistry registry);

  @Override
  protected final ExitCode run() {
    try (var client = SchemaRegistry.at(registry)) {
      return run(client);
    } catch (RegistryUnreachableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    } catch (IncompatibleSchemaException e) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }
}
