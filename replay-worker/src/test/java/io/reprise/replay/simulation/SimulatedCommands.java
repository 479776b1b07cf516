package io.reprise.replay.simulation;

import io.reprise.replay.coordinate.CommandSource;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.simulation.Threads.Wait;
import io.reprise.replay.state.ListedReplay;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * The command topic, read by a member of the coordinators' group. The topic is taken from the
 * member only inside a poll.
 */
final class SimulatedCommands implements CommandSource {
  private static final long POLL_MILLIS = 50;
  private static final long ANSWER_LIMIT_MILLIS = 5_000;
  private static final long UNKNOWN = -1;
  private static final long NOT_ASSIGNED = -1;

  private record Polled(long offset, CommandRecord decode) implements StoredCommand {}

  private final Worker worker;
  private final World world;
  private final Broker broker;
  private final Membership membership;
  private Runnable onRevoked;
  private boolean locked;
  private long ownership = NOT_ASSIGNED;
  private long position = UNKNOWN;
  private boolean idle;
  private ReplayTable knownTable = ReplayTable.EMPTY;
  private long knownChanges;

  SimulatedCommands(Worker worker, Membership membership) {
    this.worker = worker;
    this.world = worker.world();
    this.broker = world.broker();
    this.membership = membership;
  }

  /** The number of the present assignment. */
  long ownership() {
    return ownership;
  }

  @Override
  public void join(Runnable revoked) {
    onRevoked = revoked;
  }

  /** The next poll returns even if there is nothing to decide. */
  void mustReturn() {
    idle = false;
  }

  /**
   * Returns late while the coordinator would only poll again: while nothing is assigned, or while
   * nothing has changed since its last step without an event. This saves switches of threads.
   */
  @Override
  public List<StoredCommand> poll(Duration wait) {
    idle &= !hasNews();
    if (locked) {
      membership.unlock();
      locked = false;
    }
    long before = ownership;
    List<StoredCommand> polled =
        world.threads().await(w -> worker.after(POLL_MILLIS, () -> check(w)));
    if (before != NOT_ASSIGNED && ownership != before) {
      world.note("%s is no longer coordinator", worker.name());
      onRevoked.run();
    }
    idle = polled.isEmpty();
    knownTable = worker.control().book();
    knownChanges = worker.control().changes();
    return polled;
  }

  private boolean hasNews() {
    var control = worker.control();
    return world.scenario().expires() && knownTable.oldest(SimulatedCommands::mayExpire).isPresent()
        || control.book() != knownTable
        || control.changes() != knownChanges
        || knownTable.replays().stream().anyMatch(r -> r.state() instanceof ReplayState.Stopping);
  }

  private static boolean mayExpire(ListedReplay replay) {
    return replay.endedAt() != null && (!replay.isExpired() || replay.hasExpiredEvents());
  }

  private void check(Wait<List<StoredCommand>> wait) {
    var assigned = membership.held().get(0);
    if (assigned == null || !membership.tryLock()) {
      worker.after(POLL_MILLIS, () -> check(wait));
      return;
    }
    locked = true;
    if (ownership != assigned) {
      idle = false;
      ownership = assigned;
      position = world.obeys(Rule.COMMITTED_OFFSET_AFTER_INIT) ? UNKNOWN : position;
    }
    if (position == UNKNOWN) {
      askCommitted(wait);
    } else {
      fetch(wait);
    }
  }

  /** A consumer polls nothing while an open transaction keeps the committed offset unknown. */
  private void askCommitted(Wait<List<StoredCommand>> wait) {
    worker.ask(
        () -> {
          try {
            return broker.coordinators.committedOffset();
          } catch (KafkaError e) {
            return UNKNOWN;
          }
        },
        offset -> {
          position = offset;
          if (offset == UNKNOWN) {
            wait.end(List.of());
          } else {
            fetch(wait);
          }
        },
        e -> wait.end(List.of()));
  }

  private void fetch(Wait<List<StoredCommand>> wait) {
    long from = position;
    worker.ask(
        () -> broker.commands.read(from),
        entries -> {
          if (entries.isEmpty() && idle && !hasNews()) {
            membership.unlock();
            locked = false;
            worker.after(POLL_MILLIS, () -> check(wait));
            return;
          }
          if (!entries.isEmpty()) {
            position = entries.get(entries.size() - 1).offset() + 1;
          }
          wait.end(
              entries.stream()
                  .<StoredCommand>map(e -> new Polled(e.offset(), (CommandRecord) e.value()))
                  .toList());
        },
        e -> wait.end(List.of()));
  }

  @Override
  public boolean isAssigned() {
    return ownership != NOT_ASSIGNED && membership.holds(0, ownership);
  }

  @Override
  public void rewind() {
    if (world.obeys(Rule.COMMITTED_OFFSET_AFTER_INIT)) {
      readPosition();
    }
  }

  /** Asks for the committed offset, and fails without an answer in time, as a consumer does. */
  private void readPosition() {
    position =
        world
            .threads()
            .await(
                wait -> {
                  worker.after(ANSWER_LIMIT_MILLIS, () -> wait.fail(KafkaError.UNKNOWN));
                  worker.ask(broker.coordinators::committedOffset, wait::end, wait::fail);
                });
  }

  @Override
  public long nextOffset() {
    if (position == UNKNOWN) {
      readPosition();
    }
    return position;
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return new ConsumerGroupMetadata(
        "coordinators", membership.epoch(), worker.name(), Optional.empty());
  }

  @Override
  public void wakeup() {}

  @Override
  public void close() {}
}
