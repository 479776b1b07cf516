package io.reprise.replay.journal;

import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code reprise.replays} to its end and then on as it grows. Keeps the state of all replays,
 * and the time at which this state last covered the whole topic. Tells the sender of a command how
 * the command was decided.
 *
 * <p>Thread-safe. Listeners are called on the tail's thread and must not block. The opener starts
 * and closes this object.
 */
public final class ReplayLog implements ReplayCopy, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayLog.class);
  private static final Duration PROVE_EVERY = Duration.ofMillis(300);

  /**
   * The age of this copy from which it is read to the end of the topic again while no replay runs
   * or is stopping. Deliveries, which need a copy that is younger than two seconds, then do not
   * exist. A slot's owner reads the topic to its end before each claim.
   */
  private static final Duration IDLE_AGE = Duration.ofSeconds(1);

  private static final Duration PROOF_LIMIT = Duration.ofSeconds(2);

  private final ControlTail tail;
  private final ServiceScheduler prover;
  private final List<Consumer<EventRecord>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<EventRecord>> awaited = new ConcurrentHashMap<>();
  private final Decisions decisions = new Decisions();

  /**
   * The ids of the replays with missing events: an event of the replay was read, but not all events
   * before it.
   */
  private final Set<String> incomplete = ConcurrentHashMap.newKeySet();

  private final Consumer<RuntimeException> onFatal;
  private volatile Consumer<String> onExpiry = replay -> {};
  private volatile Consumer<String> onEnd = replay -> {};
  private volatile Runnable onFirstProof = () -> {};
  private volatile ReplayTable table = ReplayTable.EMPTY;
  private volatile long provenAtNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  public ReplayLog(
      Map<String, Object> clientSettings,
      Admin admin,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.onFatal = onFatal;
    this.tail = new ControlTail(clientSettings, admin, topics.replays(), 1, this::apply, onFatal);
    this.prover = ServiceScheduler.ofOneThread("prove-" + topics.replays());
  }

  /**
   * Sets a listener that is called with the id of each replay that has ended for good, possibly
   * more than once for one replay. Must be called before the start, so that no such replay is
   * missed.
   */
  public ReplayLog onEnd(Consumer<String> listener) {
    onEnd = listener;
    return this;
  }

  /**
   * Sets a listener that is called with the id of each replay that has expired, after this copy
   * shows the expiry. Must be called before the start.
   */
  public ReplayLog onExpiry(Consumer<String> listener) {
    onExpiry = listener;
    return this;
  }

  /**
   * Sets a listener that is called once, as soon as this copy has read the topic to its end for the
   * first time. Must be called before the start.
   */
  public ReplayLog onFirstProof(Runnable listener) {
    onFirstProof = listener;
    return this;
  }

  /**
   * Begins to read {@code reprise.replays}. From then on, checks regularly that this copy has read
   * the topic to its end.
   */
  public ReplayLog start() {
    tail.start();
    prover.scheduleWithFixedDelay(this::prove, 0, PROVE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      remove(EventKey.parse(new String(record.key(), StandardCharsets.UTF_8)));
      return;
    }
    var event = ControlCodec.decode(record.value(), EventRecord.class);
    if (table.isMissingEventsBefore(event.replay(), event.seq(), event.event())) {
      incomplete.add(event.replay());
    } else if (event.event() instanceof ReplayEvent.Expired) {
      incomplete.remove(event.replay());
    }
    table =
        table
            .afterRead(event.replay(), event.seq(), event.event(), event.at())
            .packing(event.replay());
    report(event);
    LOG.info(
        "worker has read a committed event of a replay replay={} seq={} event={}",
        event.replay(),
        event.seq(),
        event.event().getClass().getSimpleName());
    decisions.read(event);
    if (event.commandId() != null) {
      var waiting = awaited.remove(event.commandId());
      if (waiting != null) {
        waiting.complete(event);
      }
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Applies a tombstone, which removes an event from the replay topic. */
  private void remove(EventKey event) {
    table = table.withoutEvent(event.replay(), event.seq()).packing(event.replay());
    if (!table.isExpired(event.replay())) {
      decisions.forget(event.replay());
    }
  }

  private void report(EventRecord event) {
    if (table.isExpired(event.replay())) {
      onExpiry.accept(event.replay());
    } else if (table.hasEndedForGood(event.replay())) {
      onEnd.accept(event.replay());
    }
  }

  private void prove() {
    if (!table.hasActive() && age().compareTo(IDLE_AGE) < 0) {
      return;
    }
    try {
      var before = Set.copyOf(incomplete);
      catchUp();
      requireComplete(before);
      var listener = onFirstProof;
      onFirstProof = () -> {};
      listener.run();
    } catch (StaleControlException e) {
      LOG.debug(
          "worker could not read reprise.replays to its end within 2 s and delivers nothing if"
              + " this lasts cause={}",
          e.getMessage());
    }
  }

  /**
   * Reports a fatal error if one of {@code replays} still has missing events and has not expired.
   * Only the events of an expired replay are ever removed, so other missing events were lost.
   *
   * @param replays the replays that had missing events before this copy was last read to the end of
   *     the topic
   */
  private void requireComplete(Set<String> replays) {
    replays.stream()
        .filter(incomplete::contains)
        .findFirst()
        .ifPresent(
            replay ->
                onFatal.accept(
                    new IllegalStateException(
                        "events of replay %s are missing in the replay topic, although it has not expired"
                            .formatted(replay))));
  }

  @Override
  public ReplayTable table() {
    return table;
  }

  @Override
  public boolean isDecided(CommandRecord command) {
    return decisions.contains(command);
  }

  @Override
  public List<DecidedCommand> decisions(String replay) {
    return decisions.of(replay);
  }

  @Override
  public ReplayTable catchUp() {
    long asked = System.nanoTime();
    tail.catchUp(PROOF_LIMIT);
    synchronized (this) {
      provenAtNanos = Math.max(provenAtNanos, asked);
    }
    return table;
  }

  @Override
  public void catchUpOwned() {
    tail.catchUpWhole(0, PROOF_LIMIT);
  }

  @Override
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - provenAtNanos);
  }

  /**
   * Returns a future that completes with the event by which the coordinator answers a command. Must
   * be called before the command is sent, so that the answer is not missed.
   */
  public CompletableFuture<EventRecord> outcomeOf(String commandId) {
    return awaited.computeIfAbsent(commandId, id -> new CompletableFuture<>());
  }

  /** Drops the future of a command whose sender no longer waits. */
  public void forget(String commandId) {
    awaited.remove(commandId);
  }

  /**
   * Calls {@code listener} after each event that is read from now on, until the returned object is
   * closed.
   */
  public AutoCloseable listen(Consumer<EventRecord> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    prover.shutdownNow();
    tail.close();
  }
}
