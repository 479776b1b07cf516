package io.reprise.ingest.service.http;

import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;

/** Translates the service's refusals into HTTP problems. */
final class RefusalProblems {
  private static final String RETRY_AFTER_SECONDS = "1";

  private RefusalProblems() {}

  static Problem of(Refusal refusal) {
    var problem = problem(refusal.reason(), refusal.detail());
    return refusal.faults().isEmpty() ? problem : problem.with("faults", refusal.faults());
  }

  private static Problem problem(Refusal.Reason reason, String detail) {
    return switch (reason) {
      case INVALID_JSON -> Problem.of(400, "invalid-json", "Invalid JSON", detail);
      case INVALID_BATCH -> Problem.of(400, "invalid-batch", "Invalid batch", detail);
      case RESERVED_TOPIC -> Problem.of(403, "reserved-topic", "Reserved topic", detail);
      case UNKNOWN_TOPIC -> Problem.of(404, "unknown-topic", "Unknown topic", detail);
      case BATCH_TOO_LARGE -> Problem.of(413, "batch-too-large", "Batch too large", detail);
      case EVENT_TOO_LARGE -> Problem.of(413, "event-too-large", "Event too large", detail);
      case UNSUPPORTED_CONTENT ->
          Problem.of(415, "unsupported-content", "Unsupported content", detail);
      case INVALID_EVENT -> Problem.of(422, "invalid-event", "Invalid event", detail);
      case INVALID_DATA -> Problem.of(422, "invalid-data", "Invalid data", detail);
      case NO_SCHEMA -> Problem.of(422, "no-schema", "No schema", detail);
      case UNKNOWN_SCHEMA -> Problem.of(422, "unknown-schema", "Unknown schema", detail);
      case KAFKA_REJECTS -> Problem.of(422, "kafka-refuses", "Kafka refuses", detail);
      case IDS_FULL -> Problem.of(429, "ids-full", "Too many events in the window", detail);
      case REGISTRY_UNREACHABLE ->
          Problem.of(503, "registry-unreachable", "Registry unreachable", detail);
      case KAFKA_UNREACHABLE -> Problem.of(503, "kafka-unreachable", "Kafka unreachable", detail);
      case KAFKA_FORBIDS -> Problem.of(503, "kafka-refuses", "Kafka refuses", detail);
      case NOT_STORED -> Problem.of(503, "not-stored", "Not stored", detail);
    };
  }

  /** Returns the problem of an event that may or may not be stored. */
  static Problem outcomeUnknown(String cause) {
    return Problem.of(
        503,
        "outcome-unknown",
        "Outcome unknown",
        "whether the event is stored is not known (%s): send the event again with the same source and id; it is not stored twice"
            .formatted(cause));
  }

  /**
   * Wraps a problem in an exception, with a {@code Retry-After} header if the same request may
   * succeed later.
   */
  static ProblemException exception(Problem problem) {
    var exception = new ProblemException(problem);
    return problem.status() == 503 || problem.status() == 429
        ? exception.withHeader("Retry-After", RETRY_AFTER_SECONDS)
        : exception;
  }
}
