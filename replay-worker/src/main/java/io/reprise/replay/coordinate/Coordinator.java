package io.reprise.replay.coordinate;

import io.reprise.replay.group.GroupSettings;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.journal.UnreadableControlRecordException;
import io.reprise.replay.state.CommandDecider;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ShardProgressDecider;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every worker runs one of these; the group lets one of them act. Steps C2-C5, P1, P3, E1-E2 and
 * T1-T4 of {@code docs/protocol.md}.
 *
 * <p>Threading: one thread of its own. The opener closes it.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration REST_AFTER_FAILURE = Duration.ofMillis(200);

  private final Map<String, Object> clientSettings;
  private final ControlTopics topics;
  private final CoordinatorTransactions transactions;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private final Supplier<List<List<Integer>>> heldSlots;
  private final Clock clock;
  private final Consumer<RuntimeException> onFatal;
  private final KafkaConsumer<byte[], byte[]> commands;
  private final Thread thread;
  private @Nullable EventWriter writer;
  private long lookedAt = -1;
  private boolean astray;
  private volatile boolean closed;

  /**
   * @param heldSlots the slots that each worker holds now; asked when a replay starts, may fail
   * @param onFatal called when this worker must not go on
   */
  public Coordinator(
      Map<String, Object> clientSettings,
      GroupSettings group,
      ControlTopics topics,
      CoordinatorTransactions transactions,
      ReplayLog replays,
      ProgressLog progress,
      Supplier<List<List<Integer>>> heldSlots,
      Clock clock,
      Consumer<RuntimeException> onFatal) {
    this.onFatal = onFatal;
    this.clientSettings = clientSettings;
    this.topics = topics;
    this.transactions = transactions;
    this.replays = replays;
    this.progress = progress;
    this.heldSlots = heldSlots;
    this.clock = clock;
    this.commands =
        new KafkaConsumer<>(
            group.consumerSettings(clientSettings, topics.coordinatorGroup()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = new Thread(this::run, "coordinator");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      commands.subscribe(List.of(topics.commands()), new Ownership());
      while (!closed) {
        step();
      }
    } catch (WakeupException e) {
      log.debug("coordinator closed");
    } catch (RuntimeException e) {
      onFatal.accept(e);
    } finally {
      abdicate();
      commands.close();
    }
  }

  private void step() {
    try {
      if (astray) {
        rewind();
      }
      var polled = commands.poll(POLL);
      if (commands.assignment().isEmpty()) {
        return;
      }
      var mine = writer == null ? takeOver() : writer;
      for (var command : polled) {
        decide(mine, command);
      }
      observe(mine);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException | StaleControlException | NotAssignedException e) {
      log.info("coordinator starts over cause={}", e.toString());
      abdicate();
      astray = true;
      LockSupport.parkNanos(REST_AFTER_FAILURE.toNanos());
    }
  }

  /** T2, T3: fence the predecessor, then read what it left. */
  private EventWriter takeOver() {
    var fenced = transactions.takeOver(clientSettings, replays, this::placement);
    writer = fenced;
    lookedAt = -1;
    replays.catchUpOwned();
    progress.catchUp();
    log.info("coordinator took over replays={}", replays.book().replays().size());
    return fenced;
  }

  /** Where shards sit decides who runs them, not whether it is right: to know nothing will do. */
  private ShardPlacement placement() {
    try {
      return new ShardPlacement(topics.slots(), heldSlots.get());
    } catch (KafkaException e) {
      log.info("not known who holds which slot cause={}", e.toString());
      return new ShardPlacement(topics.slots(), List.of());
    }
  }

  private void abdicate() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  /**
   * After an unknown outcome the committed offset tells which commands are still to be read. No
   * command is polled before that is known, or those that were polled and not decided would be
   * lost.
   */
  private void rewind() {
    whileAssigned(this::seekToCommitted);
    astray = false;
  }

  private Set<TopicPartition> seekToCommitted() {
    var assigned = commands.assignment();
    var committed = commands.committed(assigned);
    for (var tp : assigned) {
      var offset = committed.get(tp);
      if (offset == null) {
        commands.seekToBeginning(List.of(tp));
      } else {
        commands.seek(tp, offset);
      }
    }
    return assigned;
  }

  private void decide(EventWriter mine, ConsumerRecord<byte[], byte[]> record) {
    CommandRecord command;
    try {
      command = ControlCodec.decode(record.value(), CommandRecord.class);
    } catch (UnreadableControlRecordException e) {
      log.error("command passed over offset={} cause={}", record.offset(), e.getMessage());
      mine.pass(record.offset() + 1, commands.groupMetadata());
      return;
    }
    if (replays.isLastDecided(command)) {
      log.info("command was decided already offset={}", record.offset());
      mine.pass(record.offset() + 1, commands.groupMetadata());
      return;
    }
    var book = replays.book();
    var replay = book.replay(command.replay());
    var event = CommandDecider.decide(replay, command.command()).event();
    if (replay == null && event instanceof ReplayEvent.CommandRefused) {
      log.warn("command for an unknown replay passed over replay={}", command.replay());
      mine.pass(record.offset() + 1, commands.groupMetadata());
      return;
    }
    var decided =
        new EventRecord(
            command.replay(), seq(replay), clock.instant(), command.by(), command.id(), event);
    mine.write(decided, book, record.offset() + 1, commands.groupMetadata());
    awaitVisible(decided);
  }

  /** P3, E1, E2 and the rate's shares: whatever the shard records call for. */
  private void observe(EventWriter mine) {
    long changes = progress.changes();
    boolean stopping =
        replays.book().replays().stream().anyMatch(r -> r.state() instanceof ReplayState.Stopping);
    if (changes == lookedAt && !stopping) {
      return;
    }
    for (var replay : replays.book().replays()) {
      observe(mine, replay);
    }
    lookedAt = changes;
  }

  private void observe(EventWriter mine, Replay replay) {
    if (replay.state() instanceof ReplayState.Stopping) {
      progress.catchUp();
    }
    var due = new ShardProgressDecider(replay, progress.of(replay.id())).nextEvent();
    if (due.isEmpty()) {
      return;
    }
    var event =
        new EventRecord(replay.id(), seq(replay), clock.instant(), "coordinator", null, due.get());
    mine.write(event, replays.book(), nextCommandOffset(), commands.groupMetadata());
    awaitVisible(event);
    lookedAt = -1;
  }

  private long nextCommandOffset() {
    var partition = new TopicPartition(topics.commands(), 0);
    return whileAssigned(() -> commands.position(partition));
  }

  /** The group may take the partition away at any time, in the consumer's background. */
  private static <T> T whileAssigned(Supplier<T> question) {
    try {
      return question.get();
    } catch (IllegalStateException e) {
      throw new NotAssignedException(e);
    }
  }

  /** This worker no longer coordinates, or not yet. */
  private static final class NotAssignedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAssignedException(IllegalStateException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static long seq(@Nullable Replay replay) {
    return replay == null ? 0 : replay.nextSeq();
  }

  /**
   * A commit is decided before it is visible. Only once the event shows in the log may the shard
   * records be read for what they prove (P3).
   */
  private void awaitVisible(EventRecord event) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!shows(event)) {
      if (System.nanoTime() > deadline) {
        throw new StaleControlException("event " + event.key() + " was committed but did not show");
      }
      replays.catchUp();
      if (!shows(event)) {
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
      }
    }
    lookedAt = -1;
  }

  private boolean shows(EventRecord event) {
    var replay = replays.book().replay(event.replay());
    return replay != null && replay.nextSeq() > event.seq();
  }

  /** Whether this worker's coordinator is the one that acts, for people. */
  public boolean isActive() {
    return writer != null;
  }

  @Override
  public void close() {
    closed = true;
    commands.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called on the coordinator's thread, inside poll. */
  private final class Ownership implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        abdicate();
      }
    }
  }
}
