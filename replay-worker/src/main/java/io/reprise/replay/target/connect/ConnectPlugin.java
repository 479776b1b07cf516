package io.reprise.replay.target.connect;

import io.reprise.replay.target.TargetRefusedException;
import io.reprise.store.plugin.PluginDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of one connector. Thread-safe. The opener closes this object after the last call of
 * the connector.
 *
 * @param target the target's name, for messages
 * @param loader loads the classes
 * @param directory where the classes are from, for messages
 * @param connector name of the connector's class
 */
record ConnectPlugin(String target, ClassLoader loader, Path directory, String connector)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectPlugin.class);

  /**
   * Opens the plug-in of a directory. Loads no class yet.
   *
   * @throws TargetRefusedException when the directory cannot be read, has no jar, or has one that
   *     is damaged or leads out of it
   */
  static ConnectPlugin open(String target, Path directory, String connector) {
    var jars = jars(target, directory);
    if (jars.isEmpty()) {
      throw new TargetRefusedException(
          "pluginDirectory of target '%s' names %s, which has no jar: put the jars of the connector there, on each worker"
              .formatted(target, directory));
    }
    var worker = ConnectPlugin.class.getClassLoader();
    var loader = new PluginClassLoader("plugin-" + target, jars, worker);
    return new ConnectPlugin(target, loader, directory, connector);
  }

  private static List<URL> jars(String target, Path directory) {
    try {
      return PluginDirectory.jars(directory);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new TargetRefusedException(
          "pluginDirectory of target '%s' cannot be used: %s".formatted(target, e.getMessage()), e);
    }
  }

  /**
   * Creates an instance of the connector. Runs code of the plug-in.
   *
   * @throws TargetRefusedException when the plug-in has no such class, or the class is not that of
   *     a sink connector
   */
  SinkConnector newConnector() {
    try {
      return loader
          .loadClass(connector)
          .asSubclass(SinkConnector.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw refused("has no class " + connector, e);
    } catch (ClassCastException e) {
      throw refused(
          connector + " is not a sink connector, which extends " + SinkConnector.class.getName(),
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw refused("cannot create " + connector + " (" + ConnectErrors.message(e) + ")", e);
    }
  }

  /**
   * Creates an instance of a connector's task. Runs code of the plug-in.
   *
   * @throws TargetRefusedException when the class is not that of a task of a sink
   */
  SinkTask newTask(Class<?> type) {
    try {
      return type.asSubclass(SinkTask.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw refused("cannot create " + type.getName() + " (" + ConnectErrors.message(e) + ")", e);
    }
  }

  private TargetRefusedException refused(String reason, Throwable cause) {
    return new TargetRefusedException(
        "the plug-in of target '%s' in %s: %s: correct connector, or put the jars of the connector and of all that it needs there, and restart the worker"
            .formatted(target, directory, reason),
        cause);
  }

  @Override
  public void close() {
    if (loader instanceof URLClassLoader open) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("a jar of a plug-in could not be closed target={}", target, e);
      }
    }
  }
}
