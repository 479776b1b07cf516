package io.reprise.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextFileTest {
  private static final Context PROD =
      new Context(
          "http://w:1,http://w:2",
          "http://i:1",
          "http://r:1/apis/ccompat/v7",
          "http://a:1",
          "http://c:1",
          "k:9092",
          "jdbc:postgresql://h/db",
          "u",
          Path.of("/run/secrets/db"),
          Path.of("/run/secrets/token"),
          Path.of("/etc/ca.pem"),
          Path.of("/etc/me.pem"),
          Path.of("/etc/me.key"));

  @TempDir Path scratch;
  private ContextFile file;

  @BeforeEach
  void nameFile() {
    file = new ContextFile(scratch.resolve("config/reprise/contexts.yaml"));
  }

  @Test
  void aFileThatDoesNotExistHasNoContexts() {
    assertThat(file.read()).isEqualTo(Contexts.NONE);
  }

  @Test
  void whatIsWrittenIsRead() {
    var contexts = Contexts.NONE.with("prod", PROD).with("test", Context.EMPTY).using("prod");

    file.write(contexts);

    assertThat(file.read()).isEqualTo(contexts);
  }

  @Test
  void onlyTheOwnerCanReadTheFile() throws IOException {
    file.write(Contexts.NONE.with("prod", PROD));
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

    file.write(Contexts.NONE.with("prod", PROD));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    file.write(Contexts.NONE.with("prod", PROD));
    file.write(Contexts.NONE);

    try (var files = Files.list(file.path().getParent())) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void anUnknownKeyIsRefusedByName() throws IOException {
    refuses("contexts: {prod: {workers: 'http://w:1'}}", "contexts.prod.workers: unknown key");
    refuses("curent: prod", "curent: unknown key");
  }

  @Test
  void aValueThatIsNotValidIsRefusedByItsKey() throws IOException {
    refuses("contexts: {prod: {worker: 'w:1'}}", "contexts.prod: worker: 'w:1' is not a URL");
    refuses("contexts: {'a b': {}}", "'a b' is not a name of a context");
  }

  @Test
  void aPasswordIsNotInAnErrorMessage() throws IOException {
    refuses(
        "contexts: {prod: {database: 'jdbc:mysql://h/db?password=hunter2'}}",
        "must be written as jdbc:postgresql://host:5432/database");
  }

  @Test
  void theUsersFileFollowsTheUsersSetting() {
    var home = Path.of("/home/u");

    assertThat(ContextFile.ofUser(Map.of(), home).path())
        .isEqualTo(Path.of("/home/u/.config/reprise/contexts.yaml"));
    assertThat(ContextFile.ofUser(Map.of("XDG_CONFIG_HOME", "/c"), home).path())
        .isEqualTo(Path.of("/c/reprise/contexts.yaml"));
  }

  private void refuses(String yaml, String message) throws IOException {
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), yaml);

    assertThatThrownBy(file::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.path().toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }
}
