package io.reprise.local.role;

import io.reprise.cli.role.ServiceRole;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise registry}. */
@Command(
    name = "registry",
    description = "Runs a schema registry on this machine, for development and tests.")
public final class RegistryRole extends ServiceRole {

  /**
   * The configuration of a registry.
   *
   * @param directory directory of the registry's database
   * @param port loopback port of the registry
   */
  public record RegistryConfig(Path directory, int port) {}

  @Override
  protected String name() {
    return "registry";
  }

  @Override
  protected Started start(Path file) {
    var config = ConfigFile.read(file, RegistryConfig.class);
    var registry = EmbeddedRegistry.start(config.directory(), config.port());
    return new Started(registry.uri().toString(), registry);
  }
}
