package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Remembers the id of each event of one topic until the event was stored longer ago than the length
 * of the dedupe window.
 *
 * <p>Thread-safe.
 */
public final class IdWindow {
  /**
   * The number of parts into which the window is divided, each with its own lock. It is a power of
   * two, and greater than the number of cores of most machines, so threads rarely wait for each
   * other's lock.
   */
  private static final int SHARDS = 32;

  private final IdShard[] shards;
  private final IdBudget.TopicBudget ids;
  private final long windowMillis;
  private final Clock clock;

  /**
   * Creates an empty window.
   *
   * @param window how long the id of a stored event is remembered
   * @param budget limits the ids of all topics together; {@link #abandon} gives the ids of this
   *     window back to it
   */
  public IdWindow(Duration window, IdBudget budget, Clock clock) {
    this.ids = budget.openTopic();
    this.shards =
        IntStream.range(0, SHARDS).mapToObj(i -> new IdShard(ids)).toArray(IdShard[]::new);
    this.windowMillis = window.toMillis();
    this.clock = clock;
  }

  private IdShard shard(IdHash hash) {
    return shards[(int) hash.high() & (SHARDS - 1)];
  }

  /**
   * Returns the start of the window in epoch milliseconds. Ids of events that were stored earlier
   * no longer count.
   */
  public long since() {
    return clock.millis() - windowMillis;
  }

  /**
   * Claims an id for an event. If the id is claimed or stored already, returns what is known of the
   * earlier event with this id.
   */
  public Claim claim(IdHash hash) {
    return shard(hash).claim(hash, since());
  }

  /**
   * Reports the outcome of sending an event whose id was claimed. After an unknown outcome the id
   * stays claimed: call this method again when the log has shown whether the event was stored.
   *
   * @param claimed the future of the claim, as in {@link Claim.First}
   */
  public void settle(IdHash hash, CompletableFuture<SendOutcome> claimed, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Stored stored) {
      shard(hash)
          .keep(
              untilNow(
                  new StoredId(
                      hash, stored.partition(), stored.offset(), stored.timestampMillis())));
      claimed.complete(outcome);
    } else if (outcome instanceof SendOutcome.Rejected) {
      shard(hash).drop(hash);
      claimed.complete(outcome);
    }
  }

  /**
   * Adds the id of an event that was read from the id index or from the event topic. Returns true
   * if the id was added, and false if it is known or claimed already or too old.
   */
  public boolean note(StoredId id) {
    return shard(id.hash()).note(untilNow(id), since());
  }

  /**
   * Returns the id with the present time instead of a time in the future. A producer may give its
   * record any timestamp, but no event was stored later than now. A shard removes ids in the order
   * of arrival, so an id with a time far in the future would keep all later ids of its shard.
   */
  private StoredId untilNow(StoredId id) {
    long now = clock.millis();
    return id.storedAtMillis() <= now
        ? id
        : new StoredId(id.hash(), id.partition(), id.offset(), now);
  }

  /** Removes the ids of events that were stored before the start of the window. */
  public void sweep() {
    for (var shard : shards) {
      shard.forget(since());
    }
  }

  /** Gives all ids of this window back to the budget. The window must not be used afterwards. */
  public void abandon() {
    ids.close();
  }
}
