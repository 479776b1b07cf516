package io.reprise.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedFileTest {
  @TempDir Path directory;
  private final AtomicLong nanoTime = new AtomicLong();
  private Path path;
  private ReloadedFile<Policy> file;

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("policy.yaml");
    write("viewer");
    file = new ReloadedFile<>(path, Policy.class, nanoTime::get);
  }

  private void write(String role) throws IOException {
    Files.writeString(path, "bindings:\n- {principal: ann, role: " + role + "}\n");
  }

  private void aSecondPasses() {
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private Role role() {
    return file.content().bindings().get(0).role();
  }

  @Test
  void aChangeIsInForceASecondLater() throws IOException {
    write("admin");
    assertThat(role()).isEqualTo(Role.VIEWER);

    aSecondPasses();

    assertThat(role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void anInvalidChangeLeavesTheFormerContentInForce() throws IOException {
    write("boss");
    aSecondPasses();
    assertThat(role()).isEqualTo(Role.VIEWER);

    Files.delete(path);
    aSecondPasses();
    assertThat(role()).isEqualTo(Role.VIEWER);

    write("producer");
    aSecondPasses();
    assertThat(role()).isEqualTo(Role.PRODUCER);
  }

  @Test
  void aFileThatIsMissingAtTheStartIsRefused() {
    var absent = directory.resolve("absent.yaml");

    assertThatThrownBy(() -> new ReloadedFile<>(absent, Policy.class, nanoTime::get))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("absent.yaml");
  }
}
