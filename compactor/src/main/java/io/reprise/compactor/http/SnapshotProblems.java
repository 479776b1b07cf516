package io.reprise.compactor.http;

import io.javalin.http.Context;
import io.reprise.compactor.fold.NotServingException;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.Routes;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Maps each exception of the compactor to a problem (RFC 9457), the body of an error response.
 * Stateless.
 */
final class SnapshotProblems {
  private SnapshotProblems() {}

  static void addTo(Routes routes) {
    routes.exception(NotServingException.class, SnapshotProblems::answer);
    routes.exception(TopicNotFoundException.class, SnapshotProblems::answer);
    routes.exception(IllegalArgumentException.class, SnapshotProblems::answer);
    routes.exception(UnusableSnapshotsException.class, SnapshotProblems::answer);
    routes.exception(RegistryUnreachableException.class, SnapshotProblems::answer);
    routes.exception(RetriableException.class, SnapshotProblems::answer);
  }

  private static void answer(RuntimeException fault, Context ctx) {
    var problem = of(fault);
    if (problem.status() == 503) {
      ctx.header("Retry-After", "1");
    }
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  static Problem of(RuntimeException fault) {
    var detail = String.valueOf(fault.getMessage());
    if (fault instanceof ProblemException known) {
      return known.problem();
    }
    if (fault instanceof NotServingException) {
      return Problem.of(503, "not-serving", "Not serving", detail);
    }
    if (fault instanceof TopicNotFoundException) {
      return Problem.of(404, "unknown-topic", "Unknown topic", detail);
    }
    if (fault instanceof IllegalArgumentException) {
      return Problem.of(400, "invalid-request", "Invalid request", detail);
    }
    if (fault instanceof UnusableSnapshotsException) {
      return Problem.of(409, "unusable-snapshots", "Unusable snapshots", detail);
    }
    if (fault instanceof CorruptArchiveException) {
      return Problem.of(500, "corrupt-archive", "Corrupt archive", detail);
    }
    if (fault instanceof ObjectMissingException) {
      return Problem.of(
          500,
          "corrupt-archive",
          "Corrupt archive",
          detail + ": restore it from a copy, then retry");
    }
    return Problem.of(503, "unreachable", "Kafka, registry or store unreachable", detail);
  }

  static ProblemException unknownReducer(String topic, String reducer) {
    return new ProblemException(
        Problem.of(
            404,
            "unknown-reducer",
            "Unknown reducer",
            "no reducer %s of topic '%s' runs here: see /api/v1/snapshots for those that do"
                .formatted(reducer, topic)));
  }

  static ProblemException unknownKey(String topic, String key) {
    return new ProblemException(
        Problem.of(
            404,
            "unknown-key",
            "Unknown key",
            "key '%s' has no snapshot of topic '%s': it has no events, or was deleted"
                .formatted(key, topic)));
  }
}
