package io.reprise.store.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginJarsTest {
  @TempDir Path scratch;
  private Path plugins;

  @BeforeEach
  void directory() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
  }

  private static Path jar(Path file, String classPath) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.finish();
    }
    return file;
  }

  @Test
  void eachJarHasItsSha256() throws Exception {
    var second = jar(plugins.resolve("b.jar"), "a.jar ./a.jar");
    var first = jar(plugins.resolve("a.jar"), "");
    Files.writeString(plugins.resolve("notes.txt"), "no jar");

    var jars = PluginJars.in(plugins);

    assertThat(jars).extracting(PluginJars.PluginJar::file).containsExactly(first, second);
    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(first));
    assertThat(jars.get(0).sha256()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void aJarThatIsALinkWithinTheDirectoryIsFound() throws IOException {
    var versions = Files.createDirectory(plugins.resolve("..2026"));
    jar(versions.resolve("a.jar"), "");
    var link = Files.createSymbolicLink(plugins.resolve("a.jar"), Path.of("..2026/a.jar"));

    assertThat(PluginJars.in(plugins)).extracting(PluginJars.PluginJar::file).containsExactly(link);
  }

  @Test
  void aJarThatIsALinkToAnotherDirectoryIsRefused() throws IOException {
    var elsewhere = jar(scratch.resolve("elsewhere.jar"), "");
    Files.createSymbolicLink(plugins.resolve("a.jar"), elsewhere);

    assertThatThrownBy(() -> PluginJars.in(plugins))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.jar is a link to")
        .hasMessageEndingWith("copy the jar into the plugin directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../elsewhere.jar",
        "lib/../../elsewhere.jar",
        "file:///tmp/elsewhere.jar",
        "http://plugins.example.com/a.jar",
        "a.jar ../elsewhere.jar",
        "%zz"
      })
  void aJarThatLoadsAnotherFromElsewhereIsRefused(String classPath) throws IOException {
    jar(scratch.resolve("elsewhere.jar"), "");
    jar(plugins.resolve("a.jar"), classPath);

    assertThatThrownBy(() -> PluginJars.in(plugins))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in its manifest, which is not in the plugin directory");
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws IOException {
    Files.writeString(plugins.resolve("a.jar"), "not a zip");

    assertThatThrownBy(() -> PluginJars.in(plugins))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.jar cannot be read as a jar: replace or remove it");
  }
}
