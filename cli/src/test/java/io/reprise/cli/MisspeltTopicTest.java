package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read a topic whose name is misspelt. */
class MisspeltTopicTest {
  private static final String MISSING =
      "{\"status\":404,\"detail\":\"topic '%s' does not exist on this cluster: check the name, or"
          + " create it with `reprise topics create %1$s --partitions N`\"}";

  private final StubService worker = new StubService();

  @AfterEach
  void stop() {
    worker.close();
  }

  private CommandLineRun run(String line, String topic) {
    var missing = MISSING.formatted(topic);
    worker
        .on("GET", "/api/v1/topics", "[{\"topic\":\"orders\"},{\"topic\":\"parcel-events\"}]")
        .on("GET", "/api/v1/topics/" + topic, 404, missing)
        .on("GET", "/api/v1/topics/" + topic + "/offsets", 404, missing)
        .on("GET", "/api/v1/topics/" + topic + "/partitions/0/records", 404, missing)
        .on("POST", "/api/v1/plans", 404, missing);
    return CommandLineRun.line("%s --topic %s --worker %s".formatted(line, topic, worker.url()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events read --raw hex",
        "events count",
        "events count --partition 0",
        "events count --partition 0 --from-time -2h",
        "replay plan",
        "replay start --yes",
      })
  void theMostSimilarTopicIsSuggested(String line) {
    var run = run(line, "parcel-event");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .endsWith(
            "reprise: topic 'parcel-event' does not exist on this cluster: did you mean"
                + " 'parcel-events'?\n");
  }

  @Test
  void withoutASimilarTopicTheCommandThatListsTopicsIsNamed() {
    assertThat(run("replay plan", "invoices").err())
        .isEqualTo(
            "reprise: topic 'invoices' does not exist on this cluster: check the name; `reprise"
                + " topics list` shows the topics\n");
  }
}
