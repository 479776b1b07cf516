package io.reprise.cli.topics;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that change topics: how to connect to the Kafka cluster. */
final class KafkaOption extends AddressOption {
  @Option(
      names = "--kafka",
      paramLabel = "BROKERS",
      description =
          "Bootstrap servers of the Kafka cluster, as in kafka-1:9092 (default: those of the"
              + " context).")
  private @Nullable String servers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "A properties file with further settings of Kafka clients, by Kafka's own names, for"
              + " example for security.")
  private @Nullable Path file;

  /** Connects to the cluster. The caller closes the result. */
  TopicAdmin open() {
    var cluster = address(Endpoint.KAFKA, servers);
    try {
      return new TopicAdmin(settings(cluster.text()));
    } catch (KafkaException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(
          ExitCode.USAGE,
          "Kafka's address is %s: %s: give host:port, separated by commas"
              .formatted(cluster.named(), cause.getMessage()),
          e);
    }
  }

  private Map<String, Object> settings(String bootstrapServers) {
    var settings = new HashMap<String, Object>();
    if (file != null) {
      var properties = new Properties();
      try {
        properties.load(new StringReader(TextFile.read(file)));
      } catch (IOException | IllegalArgumentException e) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--kafka-config %s is not a properties file: %s".formatted(file, e.getMessage()),
            e);
      }
      properties.forEach((name, value) -> settings.put(String.valueOf(name), value));
    }
    settings.put("bootstrap.servers", bootstrapServers);
    return settings;
  }
}
