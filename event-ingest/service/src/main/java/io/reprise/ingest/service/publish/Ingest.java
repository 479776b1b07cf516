package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.Limits;
import io.reprise.ingest.service.admit.Admitted;
import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.dedupe.IdWindow.Claim;
import io.reprise.ingest.service.dedupe.IdWindows;
import io.reprise.ingest.service.dedupe.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Stores each event once. Two steps, so that a whole batch is on its way before the first answer is
 * waited for: {@link #begin}, then {@link #await}.
 *
 * <p>Thread-safe.
 */
public final class Ingest {
  private final IdWindows windows;
  private final KafkaOutlet outlet;
  private final Limits limits;

  public Ingest(IdWindows windows, KafkaOutlet outlet, Limits limits) {
    this.windows = windows;
    this.outlet = outlet;
    this.limits = limits;
  }

  /** An event on its way, or an outcome that is known at once. */
  public sealed interface Pending {
    /** Its position will be known, or why there is none. */
    record Sent(CompletableFuture<Position> position, boolean repeated) implements Pending {}

    /** Nothing was sent. */
    record Settled(Outcome outcome) implements Pending {}
  }

  /**
   * Begins to store an event. Does not wait.
   *
   * @throws io.reprise.ingest.service.admit.KafkaDownException when the topic's ids cannot be read
   */
  public Pending begin(String topic, Admitted.Ready event) {
    var window = windows.of(topic);
    var hash = IdHash.of(event.attributes().source(), event.attributes().id());
    var claim = claim(topic, window, hash);
    if (claim instanceof Claim.Repeated repeated) {
      return new Pending.Sent(repeated.position(), true);
    }
    if (claim instanceof Claim.Full) {
      return new Pending.Settled(new Outcome.Busy());
    }
    var promise = ((Claim.First) claim).promise();
    if (!outlet.takeRoom(event)) {
      window.release(hash, promise);
      return new Pending.Settled(outlet.isDown() ? new Outcome.Down() : new Outcome.Busy());
    }
    outlet
        .send(topic, event)
        .whenComplete((stored, failure) -> settle(topic, window, hash, promise, stored, failure));
    return new Pending.Sent(promise, false);
  }

  /** An id whose sending had an unknown outcome is looked for in the log before it is judged. */
  private Claim claim(String topic, IdWindow window, IdHash hash) {
    var claim = window.claim(hash);
    if (claim instanceof Claim.Repeated repeated
        && repeated.position().isCompletedExceptionally()) {
      windows.resolve(topic, hash, repeated.position());
      return window.claim(hash);
    }
    return claim;
  }

  private void settle(
      String topic,
      IdWindow window,
      IdHash hash,
      CompletableFuture<Position> promise,
      @org.jspecify.annotations.Nullable RecordMetadata stored,
      @org.jspecify.annotations.Nullable Throwable failure) {
    if (failure == null && stored != null) {
      var position = new Position(stored.partition(), stored.offset());
      windows.stored(topic, hash, position);
      promise.complete(position);
      return;
    }
    var cause = failure == null ? new IllegalStateException("no metadata") : failure;
    if (isCertainlyNotStored(cause)) {
      window.release(hash, promise);
    }
    promise.completeExceptionally(cause);
  }

  /** What the client refused before it sent anything, or the broker for good. */
  private static boolean isCertainlyNotStored(Throwable failure) {
    return isRejection(failure) || failure instanceof BufferExhaustedException;
  }

  private static boolean isRejection(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof SerializationException
        || failure instanceof InvalidTimestampException;
  }

  /**
   * Waits for an outcome until {@code deadlineNanos} at most.
   *
   * @param deadlineNanos on the clock of {@link System#nanoTime()}
   */
  public Outcome await(Pending pending, long deadlineNanos) {
    if (pending instanceof Pending.Settled settled) {
      return settled.outcome();
    }
    var sent = (Pending.Sent) pending;
    try {
      long left = Math.max(0, deadlineNanos - System.nanoTime());
      return new Outcome.Stored(sent.position().get(left, TimeUnit.NANOSECONDS), sent.repeated());
    } catch (TimeoutException e) {
      return new Outcome.Unknown();
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown();
    }
  }

  private static Outcome failed(Throwable cause) {
    if (isRejection(cause)) {
      return new Outcome.Rejected(String.valueOf(cause.getMessage()));
    }
    return cause instanceof BufferExhaustedException ? new Outcome.Down() : new Outcome.Unknown();
  }

  /** How long an answer may be waited for. */
  public long deadlineNanos() {
    return System.nanoTime() + limits.answer().toNanos();
  }
}
