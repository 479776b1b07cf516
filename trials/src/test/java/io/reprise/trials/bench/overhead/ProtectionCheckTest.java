package io.reprise.trials.bench.overhead;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.cli.command.CommandFailure;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.trace.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A bench must not report the cost of a protection that is not there. */
class ProtectionCheckTest {
  private static final String PATH = "/api/v1/things";

  @TempDir static Path directory;
  private static BenchSecurity security;

  @BeforeAll
  static void startServers() {
    security = BenchSecurity.start(directory, Duration.ofMinutes(3));
  }

  @AfterAll
  static void stopServers() {
    security.close();
  }

  /**
   * Starts a server, and checks it.
   *
   * @param expected what should be on
   * @param actual what is on
   */
  private static void check(BenchSecurity files, Protection expected, Protection actual) {
    var name = expected.word() + "-" + actual.word();
    try (var tracing =
            Tracing.start(files.tracing(actual, name), "test", name, new SimpleMeterRegistry());
        var server =
            HttpServer.start(
                files.http(actual),
                HttpService.of(
                        routes ->
                            routes.get(PATH, Permission.of(Action.VIEW), ctx -> ctx.result("here")))
                    .with(tracing))) {
      new ProtectionCheck(files, expected, name, server.uri()).requireProtection("GET", PATH);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceWithItsProtectionPasses(Protection protection) {
    assertThatCode(() -> check(security, protection, protection)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN, PLAIN, with status 200",
    "OIDC, PLAIN, with status 200",
    "TLS, PLAIN, listens at http:",
    "SECURED, TLS, with status 200",
    "SECURED, OIDC, listens at http:",
    "PLAIN, TOKEN, with status 401",
    "PLAIN, TLS, listens at https:",
    "OIDC, TOKEN, with status 401"
  })
  void aServiceWithAnotherProtectionFails(Protection expected, Protection actual, String why) {
    assertThatThrownBy(() -> check(security, expected, actual))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(why);
  }

  @Test
  void aServiceThatExportsNoSpansFails(@TempDir Path other) {
    try (var impatient = BenchSecurity.start(other, Duration.ZERO)) {
      assertThatThrownBy(() -> check(impatient, Protection.TRACING, Protection.PLAIN))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("tracing-plain has sent no spans");
    }
  }
}
