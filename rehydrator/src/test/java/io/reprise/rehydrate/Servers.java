package io.reprise.rehydrate;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker and one PostgreSQL for all tests of this module, started by the first that asks. */
public final class Servers implements ParameterResolver {
  private static final ExtensionContext.Namespace MODULE =
      ExtensionContext.Namespace.create(Servers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(MODULE)
        .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
  }

  /** The servers; closed when the last test has ended. */
  public static final class Running implements AutoCloseable {
    private final Path directory;
    private final EmbeddedBroker broker;
    private final EmbeddedPostgres postgres;

    Running() {
      try {
        directory = Files.createTempDirectory("reprise-rehydrator-");
        broker =
            EmbeddedBroker.start(directory.resolve("broker"), FreePorts.next(), FreePorts.next());
        // Clients are killed here, never the server: what it has committed need not reach a disk.
        postgres =
            EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setServerConfig("fsync", "off")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public Map<String, Object> client() {
      return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public String jdbcUrl() {
      return postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    }

    public int postgresPort() {
      return postgres.getPort();
    }

    public PostgresConfig model(String name) {
      return new PostgresConfig(jdbcUrl(), "postgres", "", name);
    }

    @Override
    public void close() throws IOException {
      postgres.close();
      broker.close();
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
