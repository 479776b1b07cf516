package io.reprise.replay.target.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** The plug-in directories with connectors that the build makes for tests. */
public final class ConnectorPlugins {
  public static final String FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector";

  private ConnectorPlugins() {}

  /** Returns the directory of Kafka's own connector that appends to a file. */
  public static Path file() {
    return directory("file");
  }

  /** Returns the directory of Debezium's connector that writes to tables of PostgreSQL. */
  public static Path jdbc() {
    return directory("jdbc");
  }

  private static Path directory(String name) {
    var directory = Path.of("..", "embedded", "connectors", "target", name).toAbsolutePath();
    assertThat(directory).as("build the project first: ./mvnw -DskipTests package").isDirectory();
    return directory.normalize();
  }
}
