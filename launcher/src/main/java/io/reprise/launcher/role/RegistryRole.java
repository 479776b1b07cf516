package io.reprise.launcher.role;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code reprise registry}. */
@Command(
    name = "registry",
    description = "Runs a schema registry on this machine, for development and tests.")
public final class RegistryRole extends Role {

  /**
   * What a registry is told.
   *
   * @param directory of its database
   * @param port on loopback
   */
  public record RegistryConfig(Path directory, int port) {}

  @Override
  String name() {
    return "registry";
  }

  @Override
  Started start(Path file) {
    var config = ConfigFile.read(file, RegistryConfig.class);
    var registry = EmbeddedRegistry.start(config.directory(), config.port());
    return new Started(registry.uri().toString(), registry);
  }
}
