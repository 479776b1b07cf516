package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.config.ConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  @Command(name = "failing")
  private static final class Failing implements Runnable {
    @Override
    public void run() {}
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new CommandFailure(ExitCode.REFUSED, "no"), 3, "no"),
        Arguments.of(new CommandFailure(ExitCode.NOT_FOUND, "gone"), 4, "gone"),
        Arguments.of(new ConfigException("f.yaml: x"), 2, "f.yaml: x"),
        Arguments.of(new TimeoutException("slow"), 5, "Kafka did not answer: slow"),
        Arguments.of(
            new IllegalStateException(new TimeoutException("slow")), 5, "Kafka did not answer"),
        Arguments.of(new KafkaException("a", new IllegalStateException("b")), 1, "a: b"),
        Arguments.of(new IllegalStateException("broken"), 1, "unexpected failure: broken"),
        Arguments.of(new NullPointerException(), 1, "unexpected failure"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachExceptionHasItsExitCodeAndOneSentence(Exception e, int exitCode, String message) {
    var err = new StringWriter();
    var command = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));

    int code = new Failures().handleExecutionException(e, command, null);

    assertThat(code).isEqualTo(exitCode);
    assertThat(err.toString()).startsWith("reprise: ").contains(message);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void anUnexpectedExceptionDoesNotShowItsClass() {
    var err = new StringWriter();
    var command = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));

    new Failures().handleExecutionException(new IllegalStateException(), command, null);

    assertThat(err.toString()).doesNotContain("Exception").doesNotContain("java.");
  }

  static Stream<Exception> exceptionsWithClassNames() {
    return Stream.of(
        new ClassCastException("class java.lang.String cannot be cast to class io.reprise.X"),
        new NullPointerException("Cannot invoke \"io.reprise.cli.Output.say()\""),
        new IllegalStateException(new java.net.URISyntaxException("::", "no scheme")),
        new TimeoutException("org.apache.kafka.common.errors.TimeoutException: no node"),
        new KafkaException("failed", new IllegalStateException("java.io.IOException: disk full")));
  }

  @ParameterizedTest
  @MethodSource("exceptionsWithClassNames")
  void noMessageShowsTheNameOfAClass(Exception e) {
    var err = new StringWriter();
    var command = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));

    new Failures(c -> true).handleExecutionException(e, command, null);

    assertThat(err.toString())
        .startsWith("reprise: ")
        .doesNotContain("Exception", "java.", "org.apache", "io.reprise");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void aHiddenStackTraceCanBeAskedFor() {
    var err = new StringWriter();
    var command = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));

    new Failures(c -> true).handleExecutionException(new RuntimeException("broken"), command, null);

    assertThat(err.toString())
        .isEqualTo(
            "reprise: unexpected failure: broken (REPRISE_LOG_LEVEL=DEBUG logs the details)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "400,2", "405,2", "406,2", "413,2", "415,2", "404,4", "401,3", "403,3", "409,3", "422,3",
    "429,5", "502,5", "503,5", "500,1", "504,6", "418,1"
  })
  void httpStatusesHaveExitCodes(int status, int exitCode) {
    assertThat(ExitCode.ofStatus(status).code()).isEqualTo(exitCode);
  }
}
