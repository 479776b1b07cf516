package io.reprise.trials.chaos.target;

import io.reprise.trials.chaos.target.sink.LoopbackSinkConnector;
import io.reprise.trials.chaos.target.sink.LoopbackSinkTask;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A plug-in directory with the connector of chaos runs in a jar. The caller closes it after the
 * workers have ended, which deletes the directory.
 *
 * @param directory the directory, which has nothing but the jar
 */
record SinkPlugin(Path directory) implements AutoCloseable {
  private static final String JAR = "loopback-sink.jar";
  private static final List<Class<?>> CLASSES =
      List.of(LoopbackSinkConnector.class, LoopbackSinkTask.class);

  /** Makes the directory below that for temporary files. */
  static SinkPlugin write() throws IOException {
    var directory = Files.createTempDirectory("reprise-chaos-plugin");
    try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve(JAR)))) {
      for (var type : CLASSES) {
        var name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (var bytes = type.getClassLoader().getResourceAsStream(name)) {
          if (bytes == null) {
            throw new FileNotFoundException(name);
          }
          bytes.transferTo(jar);
        }
        jar.closeEntry();
      }
    }
    return new SinkPlugin(directory);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(directory.resolve(JAR));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
