package io.reprise.ingest.service.http;

import io.reprise.ingest.service.dedupe.Position;
import io.reprise.ingest.service.publish.Outcome;
import io.reprise.runtime.http.Problem;
import io.reprise.schemas.json.FieldFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is told of one event.
 *
 * @param status {@code stored}, {@code rejected}, {@code busy} or {@code unknown}
 * @param partition where it is stored; left out otherwise
 * @param duplicate whether it was stored before; left out unless it is stored
 * @param problem why it is not; left out when it is
 */
record EventAnswer(
    String status,
    @Nullable Integer partition,
    @Nullable Long offset,
    @Nullable Boolean duplicate,
    @Nullable Problem problem) {

  static EventAnswer of(Outcome outcome) {
    if (outcome instanceof Outcome.Stored stored) {
      return stored(stored.position(), stored.repeated());
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return refused(
          "rejected",
          Problem.of(422, "rejected", "Event rejected", "Kafka refused it: " + rejected.reason()));
    }
    if (outcome instanceof Outcome.Busy) {
      return refused(
          "busy",
          Problem.of(
              429,
              "busy",
              "Too many events on their way",
              "Kafka is slower than what comes in; it was not stored: send it again a little later"));
    }
    if (outcome instanceof Outcome.Down) {
      return refused(
          "busy",
          Problem.of(
              503,
              "kafka-down",
              "Kafka does not answer",
              "Kafka does not answer; it was not stored: send it again later"));
    }
    return refused(
        "unknown",
        Problem.of(
            503,
            "outcome-unknown",
            "Outcome unknown",
            "Kafka has not acknowledged it in time and may still store it: send it again with the same source and id, and it is stored once"));
  }

  private static EventAnswer stored(Position position, boolean repeated) {
    return new EventAnswer("stored", position.partition(), position.offset(), repeated, null);
  }

  static EventAnswer faulty(List<FieldFault> faults) {
    var first = faults.get(0);
    var detail = (first.path().isEmpty() ? "the event" : first.path()) + " " + first.reason();
    return refused(
        "rejected",
        Problem.of(422, "invalid-event", "Invalid event", detail).with("faults", faults));
  }

  private static EventAnswer refused(String status, Problem problem) {
    return new EventAnswer(status, null, null, null, problem);
  }

  boolean isStored() {
    return problem == null;
  }

  int httpStatus() {
    if (problem != null) {
      return problem.status();
    }
    return Boolean.TRUE.equals(duplicate) ? 200 : 201;
  }
}
