package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.group.GroupNotFoundException;
import io.reprise.replay.group.GroupRefusedException;
import io.reprise.replay.group.InvalidMoveException;
import io.reprise.replay.group.MoveOutcomeUnknownException;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.operate.CommandOutcomeUnknownException;
import io.reprise.replay.operate.ReplayNotFoundException;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.operate.ShadowTopicUnknownException;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.receipt.VerificationRefusedException;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.UnknownTargetException;
import io.reprise.replay.transform.WrongMaskKeyException;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.Routes;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.read.ArchiveUnreachableException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.select.SchemasUnavailableException;
import org.apache.kafka.common.errors.RetriableException;

/** Maps each exception of the domain to a problem with its HTTP status. */
final class ReplayProblems {
  private static final String RETRY_AFTER_SECONDS = "2";

  private ReplayProblems() {}

  static void addTo(Routes routes) {
    on(routes, InvalidSpecException.class, 400, "invalid-spec", "Invalid replay spec");
    on(routes, TopicNotFoundException.class, 404, "unknown-topic", "Unknown topic");
    on(routes, UnknownTargetException.class, 404, "unknown-target", "Unknown target");
    on(routes, ReplayNotFoundException.class, 404, "unknown-replay", "Unknown replay");
    on(routes, GroupNotFoundException.class, 404, "unknown-group", "Unknown group");
    on(routes, InvalidMoveException.class, 400, "invalid-move", "Invalid move of a group");
    on(routes, GroupRefusedException.class, 409, "refused", "Refused");
    on(routes, MoveOutcomeUnknownException.class, 504, "outcome-unknown", "Outcome unknown");
    on(routes, ReplayRefusedException.class, 409, "refused", "Refused");
    on(routes, PlanRefusedException.class, 422, "plan-refused", "This cannot be replayed");
    on(routes, TargetRefusedException.class, 422, "plan-refused", "This cannot be replayed");
    on(routes, TargetLoginException.class, 422, "plan-refused", "This cannot be replayed");
    on(routes, NoRegistryException.class, 422, "plan-refused", "This cannot be replayed");
    on(routes, WrongMaskKeyException.class, 422, "plan-refused", "This cannot be replayed");
    on(
        routes,
        VerificationRefusedException.class,
        422,
        "verification-refused",
        "This cannot be verified");
    routes.exception(
        OffsetNotInLogException.class,
        (e, ctx) ->
            send(
                ctx,
                Problem.of(
                    422,
                    "offset-not-in-log",
                    "Offset not in the log",
                    e.getMessage() + ": choose a range inside it")));
    on(routes, CorruptArchiveException.class, 500, "corrupt-archive", "Corrupt archive");
    // A reader that meets a missing object has already read the commit log again, so the object was
    // neither merged into another segment nor removed as garbage: it was lost.
    routes.exception(
        ObjectMissingException.class,
        (e, ctx) ->
            send(
                ctx,
                Problem.of(
                    500,
                    "corrupt-archive",
                    "Corrupt archive",
                    e.getMessage() + ": restore it from a copy, then retry")));
    on(routes, ObjectStoreException.class, 502, "store-refused", "The archive's store refused");
    on(
        routes,
        ArchiveUnreachableException.class,
        503,
        "archive-unreachable",
        "The archive is unreachable");
    on(
        routes,
        SchemasUnavailableException.class,
        503,
        "registry-unreachable",
        "The schema registry is unreachable");
    on(
        routes,
        TargetUnavailableException.class,
        503,
        "target-unreachable",
        "The target is unreachable");
    on(
        routes,
        RegistryUnreachableException.class,
        503,
        "registry-unreachable",
        "The schema registry is unreachable");
    on(routes, StaleControlException.class, 503, "kafka-unreachable", "Kafka is unreachable");
    on(routes, ShadowTopicUnknownException.class, 503, "kafka-unreachable", "Kafka is unreachable");
    on(routes, CommandOutcomeUnknownException.class, 504, "outcome-unknown", "Outcome unknown");
    routes.exception(
        RetriableException.class,
        (e, ctx) ->
            send(
                ctx,
                Problem.of(
                    503,
                    "kafka-unreachable",
                    "Kafka is unreachable",
                    "Kafka did not answer in time (%s): nothing was changed, so retry the request"
                        .formatted(e.getMessage()))));
  }

  private static <E extends Exception> void on(
      Routes routes, Class<E> type, int status, String slug, String title) {
    routes.exception(
        type,
        (e, ctx) -> send(ctx, Problem.of(status, slug, title, String.valueOf(e.getMessage()))));
  }

  private static void send(Context ctx, Problem problem) {
    if (problem.status() == 503) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }
}
