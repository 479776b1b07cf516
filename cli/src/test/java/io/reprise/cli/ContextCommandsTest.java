package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.context.AddressSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCommandsTest {
  @TempDir Path home;
  private AddressSources sources;

  @BeforeEach
  void haveNoAddress() {
    sources = CommandLineRun.sources(Map.of(), home);
  }

  @Test
  void aContextIsAddedUsedShownAndRemoved() {
    assertThat(run("context add prod --worker http://w:1,http://w:2 --kafka k:9092").err())
        .contains("added context prod in " + sources.file().path())
        .contains("reprise context use prod");
    assertThat(run("context use prod").exitCode()).isZero();
    assertThat(run("context list").out())
        .containsPattern("\\* +prod +http://w:1,http://w:2 +k:9092");
    assertThat(run("context show").out())
        .containsPattern("worker +http://w:1,http://w:2 +context prod")
        .containsPattern("kafka +k:9092 +context prod");
    assertThat(run("context remove prod").exitCode()).isZero();
    assertThat(run("context show -o json").json()).isEmpty();
    assertThat(run("context list -o json").json()).isEmpty();
  }

  @Test
  void addingAnExistingContextChangesOnlyWhatIsGiven() {
    run("context add prod --worker http://w:1 --kafka k:9092");

    assertThat(run("context add prod --worker http://w:2").err()).contains("changed context prod");

    assertThat(run("context show prod").out())
        .containsPattern("worker +http://w:2 ")
        .containsPattern("kafka +k:9092 ");
  }

  @Test
  void theFileOfThePasswordIsKeptAndNotThePassword() throws IOException {
    var password = Files.writeString(home.resolve("password"), "hunter2\n");

    run(
        "context add prod --database jdbc:postgresql://h/db --database-user u"
            + " --database-password-file",
        password.toString());

    assertThat(Files.readString(sources.file().path()))
        .contains("databaseUser: u", password.toString())
        .doesNotContain("hunter2");
  }

  @Test
  void anErrorSaysWhichContextHasTheAddress() {
    run("context add prod --worker http://127.0.0.1:1 --registry http://127.0.0.1:1/r");

    var replays = run("replay list --context prod");
    var schemas = run("schemas list --context prod");

    assertThat(replays.exitCode()).as(replays.err()).isEqualTo(5);
    assertThat(replays.err())
        .contains("no replay worker accepts connections at http://127.0.0.1:1 of context prod");
    assertThat(schemas.exitCode()).as(schemas.err()).isEqualTo(5);
    assertThat(schemas.err()).contains("http://127.0.0.1:1/r").contains(" of context prod");
  }

  @Test
  void anOptionWithAnAddressComesBeforeTheContext() {
    run("context add prod --worker http://127.0.0.1:1");

    assertThat(run("replay list --context prod --worker http://127.0.0.1:2").err())
        .contains("no replay worker accepts connections at http://127.0.0.1:2: start one");
  }

  @Test
  void aCommandWithoutAnyAddressSaysWhatToType() {
    var run = run("replay list");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "reprise: no address of the replay worker is known: give --worker, start `reprise dev`,"
                + " or name an installation with `reprise context add` and --context\n");
  }

  @Test
  void wrongContextsAreRefused() {
    refuses(2, "context add prod", "context prod gets no address");
    refuses(2, "context add a/b --worker http://w:1", "'a/b' is not a name of a context");
    refuses(2, "context add prod --worker w:1", "worker: 'w:1' is not a URL");
    refuses(2, "context add prod --database mysql://h", "jdbc:postgresql://host:5432/database");
    refuses(4, "context use prod", "no context 'prod'");
    refuses(4, "context remove prod", "no context 'prod'");
    refuses(4, "context show prod", "no context 'prod'");
    assertThat(sources.file().path()).doesNotExist();
  }

  @Test
  void usingAContextSaysWhatTakesPrecedence() {
    run("context add prod --worker http://p:1");
    run("context add test --worker http://t:1");
    var byVariable = CommandLineRun.sources(Map.of("REPRISE_CONTEXT", "test"), home);

    var run = CommandLineRun.of(byVariable, "context", "use", "prod");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("note: context test takes precedence here: give --context prod to use this one");
  }

  private void refuses(int exitCode, String line, String message) {
    var run = run(line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).startsWith("reprise: ").contains(message);
    assertThat(run.out()).isEmpty();
  }

  private CommandLineRun run(String line, String... more) {
    return CommandLineRun.line(sources, line, more);
  }
}
