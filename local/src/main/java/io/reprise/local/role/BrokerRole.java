package io.reprise.local.role;

import io.reprise.cli.role.ServiceRole;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Implements {@code reprise broker}. */
@Command(
    name = "broker",
    description = "Runs one Kafka broker on this machine, for development and tests.")
public final class BrokerRole extends ServiceRole {

  /**
   * The configuration of a broker.
   *
   * @param directory directory of the broker's log
   * @param port loopback port for clients
   * @param controllerPort loopback port for the broker's own controller
   * @param settings settings that override the defaults, by Kafka's names
   * @param clusterId id for which an empty directory is formatted; null for a random one
   */
  public record BrokerConfig(
      Path directory,
      int port,
      int controllerPort,
      Map<String, String> settings,
      @Nullable String clusterId) {
    public BrokerConfig(
        Path directory,
        int port,
        int controllerPort,
        @Nullable Map<String, String> settings,
        @Nullable String clusterId) {
      this.directory = directory;
      this.port = port;
      this.controllerPort = controllerPort;
      this.settings = settings == null ? EmbeddedBroker.ONE_MACHINE : Map.copyOf(settings);
      this.clusterId = clusterId;
    }
  }

  @Override
  protected String name() {
    return "broker";
  }

  @Override
  protected Started start(Path file) {
    var config = ConfigFile.read(file, BrokerConfig.class);
    var broker =
        EmbeddedBroker.start(
            config.directory(),
            config.port(),
            config.controllerPort(),
            config.settings(),
            config.clusterId());
    return new Started(broker.bootstrapServers(), broker);
  }
}
