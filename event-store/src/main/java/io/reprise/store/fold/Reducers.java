package io.reprise.store.fold;

import io.reprise.store.plugin.PluginDirectory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the available reducers by name and version. Immutable. */
public final class Reducers {
  private static final Comparator<ReducerId> ORDER =
      Comparator.comparing(ReducerId::name).thenComparing(ReducerId::version);

  private final TreeMap<ReducerId, ReducerProvider> providers = new TreeMap<>(ORDER);

  private Reducers(ClassLoader loader) {
    for (var provider : ServiceLoader.load(ReducerProvider.class, loader)) {
      var other = providers.putIfAbsent(provider.id(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "reducer %s is offered by %s and by %s: remove one, or give it another version"
                .formatted(
                    provider.id(), other.getClass().getName(), provider.getClass().getName()));
      }
    }
  }

  /** Returns the reducers on the class path. The built-in reducers are among them. */
  public static Reducers onClassPath() {
    return new Reducers(Reducers.class.getClassLoader());
  }

  /**
   * Returns the reducers on the class path and in all jars of a directory. The classes of the jars
   * stay loaded until the process ends. The log has a line for each jar, with its SHA-256.
   *
   * @throws IllegalArgumentException if the directory does not exist, if a jar of it is damaged or
   *     leads out of it, or if two reducers have the same name and version
   */
  public static Reducers withPlugins(Path directory) {
    return new Reducers(PluginDirectory.loader(directory));
  }

  /** Returns the ids of all available reducers, ordered by name, then version. */
  public Collection<ReducerId> ids() {
    return providers.keySet();
  }

  /**
   * Returns the provider of a reducer.
   *
   * @param name name of the reducer
   * @param version version of the reducer; null for its highest version
   * @throws IllegalArgumentException if there is no such reducer; the message lists the available
   *     reducers
   */
  public ReducerProvider find(String name, @Nullable Integer version) {
    return providers.descendingMap().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .filter(e -> version == null || e.getKey().version() == version)
        .findFirst()
        .orElseThrow(() -> unknown(name, version))
        .getValue();
  }

  private IllegalArgumentException unknown(String name, @Nullable Integer version) {
    return new IllegalArgumentException(
        "reducer '%s'%s does not exist: use one of %s, or add its jar to the plugin directory"
            .formatted(
                name,
                version == null ? "" : " in version " + version,
                ids().stream().map(ReducerId::toString).collect(Collectors.joining(", "))));
  }
}
