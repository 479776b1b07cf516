package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code reprise redrive} against prepared answers of a worker. */
class RedriveCommandTest {
  private static final String TARGETS =
      """
      [{"name":"copy","topic":"copies"},{"name":"back:orders","topic":"orders","sendsBack":true}]
      """;
  private static final String REPLAY =
      """
      {"id":"r1","name":"n","reason":"why","state":"RUNNING","topic":"orders.DLT",
       "target":"back:orders","ordering":"PARTITION","attempt":1,"throttle":{},"planned":9,
       "accounted":0,"counts":{},"shards":1,"running":1,"done":0,"planHash":"abcd",
       "createdAt":"2026-01-01T00:00:00Z"}
      """;

  private final StubService worker = new StubService();

  private static String plan(int selected) {
    return """
    {"hash":"abcd1234","spec":{"source":{"topic":"orders.DLT"},"target":"back:orders","throttle":{}},
     "records":9,"bytes":99,"shards":[{}],"expectedSeconds":1,"partitions":[],"notes":[],
     "survey":{"read":9,"selected":%d,"withoutOrigin":2,"causes":[
       {"fingerprint":"0123456789ab","cause":"com.acme.BillingException","origin":"orders",
        "records":7,"selected":%d}]}}
    """
        .formatted(selected, selected);
  }

  @BeforeEach
  void prepare() {
    worker
        .on("GET", "/api/v1/targets", TARGETS)
        .on("POST", "/api/v1/plans", plan(7))
        .on("POST", "/api/v1/replays", REPLAY);
  }

  @AfterEach
  void stop() {
    worker.close();
  }

  private CommandLineRun redrive(String options) {
    return CommandLineRun.line(
        "redrive --topic orders.DLT --reason why --worker %s %s".formatted(worker.url(), options));
  }

  @Test
  void showsTheCausesAndStartsNothing() {
    var run = redrive("--cause 0123456789ab");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("0123456789ab", "com.acme.BillingException", "orders");
    assertThat(run.err())
        .contains(
            "2 records name no topic that they came from",
            "nothing was started: add --plan abcd1234 to start it");
    var spec = worker.last().json();
    assertThat(spec.path("target").asText()).isEqualTo("back:orders");
    assertThat(spec.at("/redrive/causes/0").asText()).isEqualTo("0123456789ab");
    assertThat(spec.path("redrive").has("again")).isFalse();
  }

  @Test
  void startsThePlanThatWasShown() {
    for (var option : List.of("--yes", "--plan abcd1234")) {
      var run = redrive(option + " --again --target back:orders");

      assertThat(run.exitCode()).as(run.err()).isZero();
      var request = worker.last().json();
      assertThat(request.path("planHash").asText()).isEqualTo("abcd1234");
      assertThat(request.path("start").asBoolean()).isTrue();
      assertThat(request.at("/spec/redrive/again").asBoolean()).isTrue();
    }
  }

  @Test
  void startsNothingIfNothingIsLeft() {
    worker.on("POST", "/api/v1/plans", plan(0));

    var run = redrive("--yes");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("nothing to redrive");
    assertThat(worker.last().json().has("planHash")).isFalse();
  }

  @Test
  void namesTheTargetsIfOneMustBeChosen() {
    worker.on("GET", "/api/v1/targets", "[]");
    assertThat(redrive("").err()).contains("no target of the workers sends records back");

    worker.on("GET", "/api/v1/targets", TARGETS.replace("\"copies\"", "\"c\",\"sendsBack\":true"));
    var run = redrive("");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("choose one with --target copy or --target back:orders");
  }
}
