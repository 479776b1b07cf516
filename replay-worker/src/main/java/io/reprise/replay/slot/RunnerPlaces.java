package io.reprise.replay.slot;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Limits how many slot runners of a worker run at the same time, separately for each kind of task.
 * Thread-safe.
 *
 * <p>At most {@code 2 * runningShards} runners begin shards: one half delivers, the other half
 * claims the next shards. A runner of a shard that is begun for the keys of a filter usually
 * delivers few records or none, and mostly waits for brokers. At least {@link #SEARCHES} such
 * runners run at the same time, so that a replay of a few keys does not take over its slots in
 * several rounds.
 *
 * <p>Runners that take over the shards of a lost worker have places of their own, so that takeovers
 * start before this worker's own shards end. Such a runner first waits for brokers, to end the lost
 * worker's transaction and to claim the shard. At least {@link #TAKEOVERS} of them therefore run at
 * the same time. At most 8 runners record stops.
 */
final class RunnerPlaces {
  static final int SEARCHES = 8;
  static final int TAKEOVERS = 8;
  private static final int STOPS = 8;

  private final Map<ShardTask.Kind, Semaphore> left;
  private final Semaphore searchesLeft;

  RunnerPlaces(int runningShards) {
    int begins = 2 * runningShards;
    this.left =
        Map.of(
            ShardTask.Kind.BEGIN, new Semaphore(begins),
            ShardTask.Kind.TAKE_OVER, new Semaphore(Math.max(TAKEOVERS, runningShards)),
            ShardTask.Kind.STOP, new Semaphore(STOPS));
    this.searchesLeft = new Semaphore(Math.max(0, SEARCHES - begins));
  }

  /** Takes a place for a runner whose first task is {@code task}; empty if none is left. */
  Optional<RunnerPlace> take(ShardTask task) {
    var place = take(task.kind());
    return place.isEmpty() && isSearch(task) ? take(searchesLeft) : place;
  }

  /** Takes a place for a runner with a task of this kind; empty if none is left. */
  Optional<RunnerPlace> take(ShardTask.Kind kind) {
    return take(Objects.requireNonNull(left.get(kind)));
  }

  private static Optional<RunnerPlace> take(Semaphore places) {
    return places.tryAcquire() ? Optional.of(new RunnerPlace(places)) : Optional.empty();
  }

  private static boolean isSearch(ShardTask task) {
    return task.kind() == ShardTask.Kind.BEGIN
        && task.last() == null
        && !task.replay().plan().spec().filter().keys().isEmpty();
  }
}
