package io.reprise.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressSourcesTest {
  private static final Map<String, String> BY_VARIABLE =
      Map.of("REPRISE_CONTEXT", "test", "REPRISE_CONTEXT_WORKER", "http://variable:1");
  private static final Map<String, String> NO_VARIABLES = Map.of();

  @TempDir Path scratch;
  private ContextFile file;
  private RunningDevs devs;

  @BeforeEach
  void writeContexts() throws IOException {
    file = new ContextFile(scratch.resolve("contexts.yaml"));
    devs = new RunningDevs(scratch.resolve("state"));
    Files.writeString(
        file.path(),
        """
        current: prod
        contexts:
          prod: {worker: 'http://p1:1,http://p2:1', kafka: 'k1:9092,k2:9092'}
          test: {worker: 'http://t:1', ingest: 'http://i:1'}
        """);
  }

  @Test
  void theContextOfTheOptionComesBeforeTheEnvironment() throws IOException {
    startDev();

    var address = with(BY_VARIABLE).address(Endpoint.WORKER, "prod");

    assertThat(address.urls())
        .containsExactly(URI.create("http://p1:1"), URI.create("http://p2:1"));
    assertThat(address.named()).isEqualTo("http://p1:1,http://p2:1 of context prod");
  }

  @Test
  void theVariableOfAnAddressComesBeforeTheVariableOfAContext() throws IOException {
    startDev();

    assertThat(with(BY_VARIABLE).address(Endpoint.WORKER, null).named())
        .isEqualTo("http://variable:1 of $REPRISE_CONTEXT_WORKER");
    assertThat(with(BY_VARIABLE).address(Endpoint.INGEST, null).named())
        .isEqualTo("http://i:1 of context test");
  }

  @Test
  void theEnvironmentComesBeforeARunningDev() throws IOException {
    startDev();

    assertThat(with(Map.of("REPRISE_CONTEXT", "test")).address(Endpoint.WORKER, null).named())
        .isEqualTo("http://t:1 of context test");
  }

  @Test
  void aRunningDevComesBeforeTheCurrentContext() throws IOException {
    startDev();

    var address = with(NO_VARIABLES).address(Endpoint.WORKER, null);

    assertThat(address.named()).isEqualTo("http://127.0.0.1:1 of the running `reprise dev`");
    assertThat(with(NO_VARIABLES).address(Endpoint.DATABASE, null).context())
        .extracting(Context::databaseUser)
        .isEqualTo("postgres");
  }

  @Test
  void theCurrentContextIsUsedWhenNothingElseNamesOne() {
    assertThat(with(NO_VARIABLES).address(Endpoint.KAFKA, null).named())
        .isEqualTo("k1:9092,k2:9092 of context prod");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    var empty = Map.of("REPRISE_CONTEXT", "", "REPRISE_CONTEXT_WORKER", " ");

    assertThat(with(empty).address(Endpoint.WORKER, null).source()).isEqualTo("context prod");
  }

  @Test
  void anAddressThatAContextLacksIsNotTakenFromTheNextSource() throws IOException {
    startDev();

    assertRefused(
        () -> with(NO_VARIABLES).address(Endpoint.INGEST, "prod"),
        "context prod has no address of the ingest service",
        "give --ingest, or add it with `reprise context add prod --ingest ...`");
  }

  @ParameterizedTest
  @EnumSource(Endpoint.class)
  void whenNothingIsKnownTheErrorSaysWhatToType(Endpoint endpoint) throws IOException {
    Files.delete(file.path());

    assertRefused(
        () -> with(NO_VARIABLES).address(endpoint, null),
        "no address of the " + endpoint.title() + " is known: give " + endpoint.option(),
        "start `reprise dev`",
        "`reprise context add`");
    assertThat(with(NO_VARIABLES).find(endpoint, null)).isEmpty();
  }

  @Test
  void aContextThatDoesNotExistIsNamedWithThoseThatDo() {
    assertRefused(
        () -> with(NO_VARIABLES).address(Endpoint.WORKER, "prd"),
        "--context: no context 'prd' is in " + file.path() + ": use one of prod, test");
    assertRefused(
        () -> with(Map.of("REPRISE_CONTEXT", "prd")).address(Endpoint.WORKER, null),
        "$REPRISE_CONTEXT: no context 'prd'");
  }

  @Test
  void aCurrentContextThatDoesNotExistIsNamed() {
    file.write(file.read().using("gone"));

    assertRefused(
        () -> with(NO_VARIABLES).address(Endpoint.WORKER, null),
        "the current context in " + file.path() + ": no context 'gone'");
  }

  @Test
  void aVariableWithoutAValidAddressIsNamed() {
    assertRefused(
        () -> with(Map.of("REPRISE_CONTEXT_WORKER", "here")).address(Endpoint.WORKER, null),
        "$REPRISE_CONTEXT_WORKER: 'here' is not a URL");
    assertRefused(
        () -> with(Map.of("REPRISE_CONTEXT_DATABASE", "db:pw")).address(Endpoint.DATABASE, null),
        "$REPRISE_CONTEXT_DATABASE: the URL of the database must be written as jdbc:postgresql:");
  }

  @Test
  void aVariableOfEarlierVersionsIsRefusedInPlaceOfTheNextSource() {
    var former = Map.of("REPRISE_WORKER", "http://former:1");

    assertRefused(
        () -> with(former).address(Endpoint.WORKER, null),
        "$REPRISE_WORKER is not read any more: name the variable REPRISE_CONTEXT_WORKER");
    assertThat(with(former).address(Endpoint.WORKER, "test").source()).isEqualTo("context test");
    assertThat(with(former).address(Endpoint.KAFKA, null).source()).isEqualTo("context prod");
  }

  @Test
  void passwordsAreNotShown() {
    file.write(
        file.read()
            .with(
                "secret",
                new Context(
                    "http://user:pw1@w:1",
                    null,
                    null,
                    null,
                    null,
                    null,
                    "jdbc:postgresql://h/db?user=u&password=pw2&ssl=true",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)));

    assertThat(with(NO_VARIABLES).address(Endpoint.WORKER, "secret").named())
        .isEqualTo("http://***@w:1 of context secret");
    assertThat(with(NO_VARIABLES).address(Endpoint.DATABASE, "secret").shown())
        .isEqualTo("jdbc:postgresql://h/db?user=u&password=***&ssl=true");
  }

  private AddressSources with(Map<String, String> environment) {
    return new AddressSources(environment, file, devs, scratch.resolve("work"));
  }

  private void startDev() throws IOException {
    var dev =
        new RunningDev(
            ProcessHandle.current().pid(),
            RunningDev.startOf(ProcessHandle.current()),
            "http://127.0.0.1:1",
            URI.create("http://127.0.0.1:3"),
            URI.create("http://127.0.0.1:4/apis/ccompat/v7"),
            URI.create("http://127.0.0.1:5"),
            URI.create("http://127.0.0.1:6"),
            "127.0.0.1:7",
            "jdbc:postgresql://127.0.0.1:8/postgres",
            new RunningDev.ObjectStore(
                URI.create("http://127.0.0.1:9"), "bucket", "archive", "key", "secret"));
    devs.add(Files.createDirectories(scratch.resolve("work/.reprise/dev")), dev);
  }

  private static void assertRefused(Runnable action, String... messages) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(e.getMessage()).contains(messages);
            });
  }
}
