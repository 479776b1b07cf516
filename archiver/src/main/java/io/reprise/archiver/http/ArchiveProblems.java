package io.reprise.archiver.http;

import io.javalin.http.Context;
import io.reprise.archiver.operate.ArchiveNotFoundException;
import io.reprise.archiver.operate.ArchiveRefusedException;
import io.reprise.runtime.http.InvalidBodyException;
import io.reprise.runtime.http.InvalidParameterException;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.Routes;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Maps the archiver's errors to problems (RFC 9457). Stateless. */
final class ArchiveProblems {
  private ArchiveProblems() {}

  static void addTo(Routes routes) {
    routes.exception(TopicNotFoundException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(ArchiveNotFoundException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(ArchiveRefusedException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(InvalidBodyException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(InvalidParameterException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(IllegalArgumentException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(CorruptArchiveException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(ObjectStoreException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(UnusableSnapshotsException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(RegistryUnreachableException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(RetriableException.class, (e, ctx) -> answer(ctx, of(e)));
  }

  private static void answer(Context ctx, Problem problem) {
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  static Problem of(RuntimeException fault) {
    var detail = String.valueOf(fault.getMessage());
    if (fault instanceof TopicNotFoundException) {
      return Problem.of(404, "unknown-topic", "Unknown topic", detail);
    }
    if (fault instanceof ArchiveNotFoundException) {
      return Problem.of(404, "unknown-archive", "Unknown archive", detail);
    }
    if (fault instanceof ArchiveRefusedException || fault instanceof UnusableSnapshotsException) {
      return Problem.of(409, "refused", "Refused", detail);
    }
    if (fault instanceof IllegalArgumentException
        || fault instanceof InvalidBodyException
        || fault instanceof InvalidParameterException) {
      return Problem.of(400, "invalid-request", "Invalid request", detail);
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
    if (fault instanceof RegistryUnreachableException) {
      return Problem.of(503, "registry-unreachable", "The schema registry is unreachable", detail);
    }
    if (fault instanceof ObjectStoreException || fault instanceof KafkaException) {
      return Problem.of(503, "unreachable", "Store or Kafka unreachable", detail);
    }
    return Problem.of(500, "failed", "Failed", fault.toString());
  }
}
