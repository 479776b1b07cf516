package io.reprise.store.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

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
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "plugin directory %s does not exist: create it, or leave the setting out"
              .formatted(directory));
    }
    var jars = PluginJars.in(directory).stream().map(jar -> url(jar.file())).toArray(URL[]::new);
    return new URLClassLoader(jars, PluginDirectory.class.getClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL: " + jar, e);
    }
  }
}
