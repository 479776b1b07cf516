package io.reprise.store.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory with jars of users. Stateless. */
public final class PluginDirectory {
  private PluginDirectory() {}

  /**
   * Returns a class loader for all jars of a directory. The classes of the jars see those of this
   * process and stay loaded until it ends. The log has a line for each jar, with its SHA-256.
   *
   * @throws IllegalArgumentException if the directory does not exist, or if a jar of it is damaged
   *     or leads out of it
   */
  public static ClassLoader loader(Path directory) {
    var jars = jars(directory).toArray(URL[]::new);
    return new URLClassLoader(jars, PluginDirectory.class.getClassLoader());
  }

  /**
   * Returns the addresses of all jars of a directory, ordered by name, for a class loader of the
   * caller. The log has a line for each jar, with its SHA-256.
   *
   * @throws IllegalArgumentException as {@link #loader}
   */
  public static List<URL> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "plugin directory %s does not exist: create it, or leave the setting out"
              .formatted(directory));
    }
    return PluginJars.in(directory).stream().map(jar -> url(jar.file())).toList();
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL: " + jar, e);
    }
  }
}
