package io.reprise.ingest.service.dedupe;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The ids of one topic, for as long as they are remembered: for each the position, or the promise
 * of one while it is being stored. An id whose outcome is unknown keeps its place: whoever sends it
 * again is told the same unknown, until the log was looked at.
 *
 * <p>Thread-safe.
 */
public final class IdWindow {
  private final Map<IdHash, Known> ids = new LinkedHashMap<>();
  private final long windowMillis;
  private final int mostIds;
  private final Clock clock;

  private record Known(CompletableFuture<Position> position, long atMillis) {}

  /** What an id means for the event that bears it. */
  public sealed interface Claim {
    /** Nobody has stored it: the holder of this claim does, and completes {@code promise}. */
    record First(CompletableFuture<Position> promise) implements Claim {}

    /** It is stored, or being stored by somebody else: {@code position} tells. */
    record Repeated(CompletableFuture<Position> position) implements Claim {}

    /** Too many ids are remembered to take another one now. */
    record Full() implements Claim {}
  }

  IdWindow(Duration window, int mostIds, Clock clock) {
    this.windowMillis = window.toMillis();
    this.mostIds = mostIds;
    this.clock = clock;
  }

  /** Asks for an id. */
  public synchronized Claim claim(IdHash hash) {
    forget();
    var known = ids.get(hash);
    if (known != null) {
      return new Claim.Repeated(known.position());
    }
    if (ids.size() >= mostIds) {
      return new Claim.Full();
    }
    var promise = new CompletableFuture<Position>();
    ids.put(hash, new Known(promise, clock.millis()));
    return new Claim.First(promise);
  }

  /** Gives a claim back: the event was certainly not stored. */
  public synchronized void release(IdHash hash, CompletableFuture<Position> promise) {
    var known = ids.get(hash);
    if (known != null && known.position() == promise) {
      ids.remove(hash);
    }
  }

  /** Notes what the index or the log says; the first position of an id stands. */
  synchronized void note(IdHash hash, Position position, long storedAtMillis) {
    if (storedAtMillis < clock.millis() - windowMillis) {
      return;
    }
    var known = ids.get(hash);
    if (known == null) {
      ids.put(hash, new Known(CompletableFuture.completedFuture(position), storedAtMillis));
    } else if (known.position().isCompletedExceptionally()) {
      ids.put(hash, new Known(CompletableFuture.completedFuture(position), storedAtMillis));
    }
  }

  synchronized int size() {
    return ids.size();
  }

  /** Drops from the front what is too old; the order is nearly that of time. */
  private void forget() {
    long oldest = clock.millis() - windowMillis;
    var all = ids.values().iterator();
    while (all.hasNext() && all.next().atMillis() < oldest) {
      all.remove();
    }
  }
}
