package io.reprise.cli.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.ContextFile;
import io.reprise.cli.context.RunningDev;
import io.reprise.cli.context.RunningDevs;
import io.reprise.store.object.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConnectionsTest {
  @TempDir Path directory;
  private RunningDevs devs;

  @BeforeEach
  void startDev() throws IOException {
    devs = new RunningDevs(directory.resolve("state"));
    devs.add(Files.createDirectories(directory.resolve("dev")), dev());
  }

  @Test
  void theObjectStoreOfARunningDevIsUsedWithItsKafka() {
    assertThat(store())
        .isEqualTo(
            new S3Config(
                URI.create("http://127.0.0.1:9"), null, "bucket", "archive", true, null, null));
  }

  @Test
  void anotherClusterIsNotReadWithTheObjectStoreOfDev() {
    assertThat(store("--kafka", "broker:9092")).isNull();
  }

  private S3Config store(String... arguments) {
    var root =
        new Root(
            new AddressSources(
                Map.of(), new ContextFile(directory.resolve("contexts.yaml")), devs, directory));
    new CommandLine(root).parseArgs(arguments);
    return root.connections.config().store();
  }

  @Command(name = "root")
  private static final class Root implements AddressSources.Owner {
    @Mixin private final Connections connections = new Connections();
    private final AddressSources sources;

    Root(AddressSources sources) {
      this.sources = sources;
    }

    @Override
    public AddressSources addressSources() {
      return sources;
    }
  }

  private static RunningDev dev() {
    return new RunningDev(
        ProcessHandle.current().pid(),
        RunningDev.startOf(ProcessHandle.current()),
        "http://127.0.0.1:1",
        URI.create("http://127.0.0.1:3"),
        URI.create("http://127.0.0.1:4/apis/ccompat/v7"),
        URI.create("http://127.0.0.1:5"),
        URI.create("http://127.0.0.1:6"),
        "127.0.0.1:7",
        "jdbc:postgresql://127.0.0.1:8/postgres",
        new RunningDev.ObjectStore(
            URI.create("http://127.0.0.1:9"), "bucket", "archive", "key", "secret"));
  }
}
