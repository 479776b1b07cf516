package io.reprise.store.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jars of a plug-in directory. Their code runs with all rights of the process. Therefore
 * each jar is logged with its SHA-256, and a jar that leads out of the directory is refused: by a
 * symbolic link, or by a {@code Class-Path} in its manifest. Stateless.
 */
final class PluginJars {
  private static final Logger LOG = LoggerFactory.getLogger(PluginJars.class);

  /**
   * @param sha256 in hexadecimal digits, as {@code sha256sum} prints it
   */
  record PluginJar(Path file, String sha256) {}

  private PluginJars() {}

  /**
   * Returns the jars of a directory, ordered by name.
   *
   * @throws IllegalArgumentException if a file that ends in {@code .jar} is not a jar, or leads out
   *     of the directory
   */
  static List<PluginJar> in(Path directory) {
    try (var files = Files.list(directory)) {
      var real = directory.toRealPath();
      var jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(file -> checked(real, file))
              .toList();
      jars.forEach(
          jar -> LOG.info("plug-in jar is loaded jar={} sha256={}", jar.file(), jar.sha256()));
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read plugin directory " + directory, e);
    }
  }

  private static PluginJar checked(Path directory, Path file) {
    try {
      var real = file.toRealPath();
      if (!real.startsWith(directory)) {
        throw new IllegalArgumentException(
            "plug-in %s is a link to %s: copy the jar into the plugin directory"
                .formatted(file, real));
      }
      requireNoJarElsewhere(directory, real);
      return new PluginJar(file, sha256(Files.readAllBytes(real)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "plug-in %s cannot be read as a jar: replace or remove it".formatted(file), e);
    }
  }

  /** A class loader also loads the jars that the manifest names, wherever they are. */
  private static void requireNoJarElsewhere(Path directory, Path jar) throws IOException {
    try (var content = new JarFile(jar.toFile())) {
      var manifest = content.getManifest();
      var named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (var entry : named == null ? new String[0] : named.strip().split("\\s+")) {
        if (!isWithin(directory, jar, entry)) {
          throw new IllegalArgumentException(
              "plug-in %s names %s in its manifest, which is not in the plugin directory: put all"
                      .formatted(jar, entry)
                  + " jars into that directory");
        }
      }
    }
  }

  private static boolean isWithin(Path directory, Path jar, String entry) {
    try {
      var address = jar.toUri().resolve(entry);
      return "file".equals(address.getScheme())
          && Path.of(address).normalize().startsWith(directory);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
