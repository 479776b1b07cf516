package io.reprise.replay.target.connect;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads the classes of one plug-in. A plug-in sees the JDK, its own jars, and of the worker only
 * the interfaces that both must share: Kafka's clients, the API of Kafka Connect and SLF4J. So a
 * library of the worker never meets another version of it in a plug-in. Thread-safe.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of(
          "org.slf4j.",
          "org.apache.kafka.common.",
          "org.apache.kafka.clients.",
          "org.apache.kafka.connect.components.",
          "org.apache.kafka.connect.connector.",
          "org.apache.kafka.connect.data.",
          "org.apache.kafka.connect.errors.",
          "org.apache.kafka.connect.header.",
          "org.apache.kafka.connect.health.",
          "org.apache.kafka.connect.rest.",
          "org.apache.kafka.connect.sink.",
          "org.apache.kafka.connect.source.",
          "org.apache.kafka.connect.storage.",
          "org.apache.kafka.connect.transforms.",
          "org.apache.kafka.connect.util.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader worker;

  /**
   * Creates a loader.
   *
   * @param jars the jars of the plug-in
   * @param worker loads the classes that plug-in and worker share
   */
  PluginClassLoader(String name, List<URL> jars, ClassLoader worker) {
    super(name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.worker = worker;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      try {
        return worker.loadClass(name);
      } catch (ClassNotFoundException e) {
        // Other jars of Kafka Connect have classes in packages of its API.
      }
    }
    return super.loadClass(name, resolve);
  }

  private static boolean isShared(String name) {
    for (var prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
