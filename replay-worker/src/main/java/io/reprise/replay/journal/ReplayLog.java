package io.reprise.replay.journal;

import io.reprise.replay.state.ReplayTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's copy of {@code reprise.replays}: the fold of all events, how long ago it was proven
 * complete, and the outcome of commands.
 *
 * <p>Threading: safe anywhere. Listeners are called on the tail's thread and must not block.
 */
public final class ReplayLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplayLog.class);
  private static final Duration PROVE_EVERY = Duration.ofMillis(300);
  private static final Duration PROOF_LIMIT = Duration.ofSeconds(2);

  private final TopicTail tail;
  private final ScheduledExecutorService prover;
  private final List<Consumer<EventRecord>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<EventRecord>> awaited = new ConcurrentHashMap<>();
  private final Map<String, String> lastCommands = new ConcurrentHashMap<>();
  private volatile ReplayTable book = ReplayTable.EMPTY;
  private volatile long provenAtNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  public ReplayLog(
      Map<String, Object> clientSettings,
      Admin admin,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.tail = new TopicTail(clientSettings, admin, topics.replays(), 1, this::apply, onFatal);
    this.prover =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "prove-" + topics.replays());
              thread.setDaemon(true);
              return thread;
            });
    prover.scheduleWithFixedDelay(this::prove, 0, PROVE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    var key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      var replay = key.substring(0, key.lastIndexOf('/'));
      book = book.without(replay);
      lastCommands.remove(replay);
      return;
    }
    var event = ControlCodec.decode(record.value(), EventRecord.class);
    book = book.after(event.replay(), event.event(), event.at());
    log.info(
        "replay event replay={} seq={} event={}",
        event.replay(),
        event.seq(),
        event.event().getClass().getSimpleName());
    if (event.commandId() != null) {
      lastCommands.put(event.replay(), event.commandId());
      var waiting = awaited.remove(event.commandId());
      if (waiting != null) {
        waiting.complete(event);
      }
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  private void prove() {
    try {
      catchUp();
    } catch (StaleControlException e) {
      log.debug("control state not proven: {}", e.getMessage());
    }
  }

  /** All replays, as far as this copy goes. */
  public ReplayTable book() {
    return book;
  }

  /** Whether the command is the one that was decided last about its replay. */
  public boolean isLastDecided(CommandRecord command) {
    return command.id().equals(lastCommands.get(command.replay()));
  }

  /**
   * Returns once this copy holds every event that was visible before the call.
   *
   * @throws StaleControlException when that takes too long; deliver nothing on what is known so far
   */
  public ReplayTable catchUp() {
    long asked = System.nanoTime();
    tail.catchUp(PROOF_LIMIT);
    synchronized (this) {
      provenAtNanos = Math.max(provenAtNanos, asked);
    }
    return book;
  }

  /**
   * As {@link #catchUp()}, for the coordinator after T2: also what is not visible yet.
   *
   * @throws StaleControlException also when a transaction stays open
   */
  public void catchUpOwned() {
    tail.catchUpWhole(0, PROOF_LIMIT);
  }

  /** How long ago this copy was last known to be complete. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - provenAtNanos);
  }

  /** Completed with the event that answers the command {@code commandId}. Ask before sending it. */
  public CompletableFuture<EventRecord> outcomeOf(String commandId) {
    return awaited.computeIfAbsent(commandId, id -> new CompletableFuture<>());
  }

  /** Stops waiting for a command whose sender has given up. */
  public void forget(String commandId) {
    awaited.remove(commandId);
  }

  /** Calls {@code listener} after each event from now on. */
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
