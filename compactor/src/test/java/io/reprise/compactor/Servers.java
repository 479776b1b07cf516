package io.reprise.compactor;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker for all tests of this module, and a registry for those that ask for one. */
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
    private final Path directory = temporary();
    private final EmbeddedBroker broker =
        EmbeddedBroker.start(
            directory.resolve("broker"), FreePorts.next(), FreePorts.next(), settings());
    private EmbeddedRegistry registry;

    /** A dead instance's transaction is looked for every 10 s otherwise, and each kill waits. */
    private static Map<String, String> settings() {
      var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
      settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "300");
      return settings;
    }

    public String bootstrapServers() {
      return broker.bootstrapServers();
    }

    public Map<String, Object> client() {
      return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Started by the first who asks. */
    public synchronized EmbeddedRegistry registry() {
      if (registry == null) {
        registry = EmbeddedRegistry.start(directory.resolve("registry"), FreePorts.next());
      }
      return registry;
    }

    /** A directory of its own that is removed in the end. */
    public Path newDirectory(String name) {
      try {
        return Files.createTempDirectory(directory, name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (registry != null) {
        registry.close();
      }
      broker.close();
      try (var all = Files.walk(directory)) {
        all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }

    private static Path temporary() {
      try {
        return Files.createTempDirectory("reprise-compactor-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
