package io.reprise.ingest.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.runtime.http.Problem;
import io.reprise.schemas.json.FieldFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalProblemsTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_JSON, 400, invalid-json, Invalid JSON",
    "INVALID_BATCH, 400, invalid-batch, Invalid batch",
    "BATCH_TOO_LARGE, 413, batch-too-large, Batch too large",
    "UNSUPPORTED_CONTENT, 415, unsupported-content, Unsupported content",
    "RESERVED_TOPIC, 403, reserved-topic, Reserved topic",
    "UNKNOWN_TOPIC, 404, unknown-topic, Unknown topic",
    "INVALID_EVENT, 422, invalid-event, Invalid event",
    "EVENT_TOO_LARGE, 413, event-too-large, Event too large",
    "INVALID_DATA, 422, invalid-data, Invalid data",
    "NO_SCHEMA, 422, no-schema, No schema",
    "UNKNOWN_SCHEMA, 422, unknown-schema, Unknown schema",
    "REGISTRY_UNREACHABLE, 503, registry-unreachable, Registry unreachable",
    "IDS_FULL, 429, ids-full, Too many events in the window",
    "KAFKA_UNREACHABLE, 503, kafka-unreachable, Kafka unreachable",
    "KAFKA_FORBIDS, 503, kafka-refuses, Kafka refuses",
    "KAFKA_REJECTS, 422, kafka-refuses, Kafka refuses",
    "NOT_STORED, 503, not-stored, Not stored"
  })
  void everyReasonHasItsProblem(Reason reason, int status, String slug, String title) {
    assertThat(RefusalProblems.of(new Refusal(reason, "why")))
        .isEqualTo(Problem.of(status, slug, title, "why"));
  }

  @Test
  void faultsOfFieldsAreAMemberOfTheProblem() {
    var faults = List.of(new FieldFault("id", "is missing"));

    var problem = RefusalProblems.of(new Refusal(Reason.INVALID_EVENT, "id is missing", faults));

    assertThat(problem.extensions()).containsOnlyKeys("faults").containsEntry("faults", faults);
  }

  @Test
  void aSenderIsToldToRetryOnlyWhereTheSameRequestMaySucceed() {
    for (var reason : Reason.values()) {
      var problem = RefusalProblems.of(new Refusal(reason, "why"));

      var headers = RefusalProblems.exception(problem).headers();

      assertThat(headers.containsKey("Retry-After"))
          .as(reason.name())
          .isEqualTo(problem.status() == 429 || problem.status() == 503);
    }
  }

  @Test
  void anUnknownOutcomeAsksForTheSameEventAgain() {
    var problem = RefusalProblems.outcomeUnknown("no acknowledgement");

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.type()).isEqualTo("urn:reprise:problem:outcome-unknown");
    assertThat(problem.detail()).contains("(no acknowledgement)", "same source and id");
  }
}
