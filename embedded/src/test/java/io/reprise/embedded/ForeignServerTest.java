package io.reprise.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignServerTest {
  @TempDir private Path directory;

  @Test
  void theProgramFilesOfTheCheckoutAreBesideTheBuiltClasses() throws IOException {
    var home = server("embedded/servers/s3");

    assertThat(ForeignServer.home("s3", directory.resolve("embedded/target/classes")))
        .isEqualTo(home);
    assertThat(ForeignServer.home("s3", directory.resolve("embedded/target/embedded.jar")))
        .isEqualTo(home);
  }

  @Test
  void theProgramFilesOfAnInstallationAreBesideItsLibraries() throws IOException {
    var home = server("servers/s3");

    assertThat(ForeignServer.home("s3", directory.resolve("lib/embedded.jar"))).isEqualTo(home);
  }

  @Test
  void aServerThatWasNotBuiltIsRefused() {
    assertThatThrownBy(() -> ForeignServer.home("s3", directory.resolve("target/classes")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("build the project first");
  }

  private Path server(String name) throws IOException {
    Files.createDirectories(directory.resolve(name).resolve("target"));
    return directory.resolve(name);
  }
}
