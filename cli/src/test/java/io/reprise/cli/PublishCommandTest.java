package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code publish} prints about events, and its exit codes. */
class PublishCommandTest {
  private static final String EVENTS = "/api/v1/topics/o/events";
  private static final String STORED = "{\"status\":\"stored\",\"partition\":3,\"offset\":12}";
  private static final String REJECTED =
      """
      {"status":"rejected","problem":{"detail":"data does not match the schema",
       "faults":[{"path":"data.amountCents","reason":"is missing"},
                 {"path":"data.action","reason":"must be a string"}]}}
      """;

  private final StubService service = new StubService();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandLineRun publish(String text, String options) throws IOException {
    var file = Files.writeString(directory.resolve("events.json"), text);
    return CommandLineRun.line(
        "publish --topic o --ingest %s --file %s %s".formatted(service.url(), file, options));
  }

  private void answer(String... answers) {
    service.on("POST", EVENTS, 207, "[" + String.join(",", answers) + "]");
  }

  @Test
  void storedEventsAreCountedAndNotListed() throws IOException {
    answer(STORED, STORED.replace("}", ",\"duplicate\":true}"));

    var run = publish("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("published +2").containsPattern("stored before +1");
    assertThat(run.out()).doesNotContain("rejected", "unknown", "partition", "12");
    assertThat(service.last().json()).hasSize(2);

    assertThat(publish("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", "--verbose").out())
        .contains(
            "event 1, id a: stored in partition 3 at offset 12\n",
            "event 2, id b: stored in partition 3 at offset 12 by an earlier request\n");
  }

  @Test
  void aRejectedEventIsPrintedWithItsFaultsInEveryFormat() throws IOException {
    answer(STORED, REJECTED);
    var events = "[{\"id\":\"a\"},{\"id\":\"b\"}]";

    var table = publish(events, "");
    assertThat(table.exitCode()).isEqualTo(3);
    assertThat(table.out())
        .startsWith(
            """
            event 2, id b: rejected: data does not match the schema
              data.amountCents: is missing
              data.action: must be a string
            """)
        .containsPattern("published +1")
        .containsPattern("rejected +1");
    var json = publish(events, "-o json");
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(json.json()).hasSize(2);
    assertThat(json.json().at("/1/number").asInt()).isEqualTo(2);
    assertThat(json.json().at("/1/id").asText()).isEqualTo("b");
    assertThat(json.json().at("/1/problem/faults/0/path").asText()).isEqualTo("data.amountCents");
    assertThat(json.err()).isEqualTo("1 of 2 events were stored, 1 were rejected\n");
    assertThat(publish(events, "-o jsonl").out().lines().skip(1).findFirst().orElseThrow())
        .startsWith("{\"number\":2,\"id\":\"b\",\"status\":\"rejected\"")
        .contains("is missing");
    assertThat(publish(events, "-o yaml").out()).contains("- number: 2", "data.amountCents");
  }

  @ParameterizedTest
  @CsvSource({"unknown,6", "busy,5", "rejected,3"})
  void theExitCodeTellsAnUnknownOutcomeFromARejection(String status, int code) throws IOException {
    answer(STORED, "{\"status\":\"%s\",\"problem\":{\"detail\":\"why\"}}".formatted(status));

    var run = publish("{\"id\":\"a\"}{\"id\":\"b\"}", "");

    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(run.out()).contains("event 2, id b: " + status + ": why");
  }

  @Test
  void manyLinesArePublishedInSeveralRequests() throws IOException {
    answer();

    assertThat(publish("{\"id\":\"a\"}\n".repeat(1_100), "").exitCode()).isZero();
    assertThat(service.requests()).hasSize(3);
    assertThat(service.requests().get(0).json()).hasSize(500);
    assertThat(service.last().json()).hasSize(100);
  }

  @Test
  void aFaultInALaterBatchSaysWhatWasPublishedBefore() throws IOException {
    answer(STORED);

    var run = publish("{\"id\":\"a\"}\n".repeat(500) + "{nothing", "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("before the failure, 1 of 1 events were stored", "is not JSON");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void standardInputIsReadToItsEnd() {
    answer(STORED);
    var before = System.in;
    System.setIn(new ByteArrayInputStream("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)));
    try {
      var run = CommandLineRun.line("publish --topic o --file - --ingest " + service.url());

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(service.last().body()).isEqualTo("[{\"id\":\"a\"}]");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aRefusedPortEndsThePublishingWithinASecond() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    var file = Files.writeString(directory.resolve("one.json"), "{}");
    long begun = System.nanoTime();

    var run =
        CommandLineRun.line(
            "publish --topic o --ingest http://127.0.0.1:%d --file %s".formatted(closed, file));

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("no ingest service accepts connections");
    // A busy machine makes this slower. 20 attempts, as for an answering service, take 5 s.
    assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(4_000);
  }
}
