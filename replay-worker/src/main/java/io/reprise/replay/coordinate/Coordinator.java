package io.reprise.replay.coordinate;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.approve.ApprovalRules;
import io.reprise.replay.approve.LimitsConfig;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.journal.UnreadableControlRecordException;
import io.reprise.replay.state.ApprovalDecider;
import io.reprise.replay.state.CommandDecider;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.LimitDecider;
import io.reprise.replay.state.RedriveStarts;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.state.ShardProgressDecider;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides commands, and records the events that follow from progress records: steps C2-C5, P1, P3,
 * E1-E2 and T1-T4 of {@code docs/protocol.md}. Every worker runs a coordinator. Only one is active:
 * that of the worker to which the coordinators' group assigns the command topic.
 *
 * <p>Threading: the coordinator works on a thread of its own. The opener closes the coordinator.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /**
   * How long one poll waits for commands while a replay runs or is stopping. After each poll, the
   * coordinator checks new progress records.
   */
  private static final Duration POLL = Duration.ofMillis(10);

  /**
   * How long one poll waits on a worker that is not the active coordinator. A poll does not end
   * when the group assigns the command topic, so the takeover begins up to this time later.
   */
  static final Duration INACTIVE_POLL = Duration.ofMillis(100);

  /**
   * How long one poll of the active coordinator waits while no replay runs or is stopping. A
   * command ends the poll at once.
   */
  static final Duration IDLE_POLL = Duration.ofMillis(250);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);
  private static final Duration CHECK_WAITS_EVERY = Duration.ofMillis(500);
  private static final Duration REST_AFTER_FAILURE = Duration.ofMillis(200);

  private final CommandSource commands;
  private final CoordinatorTakeover takeover;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Supplier<ShardPlacement> placement;
  private final Clock clock;
  private final Ticker ticker;
  private final Consumer<RuntimeException> onFatal;
  private final Thread thread;
  private final CommandFailures failures = new CommandFailures();
  private final ReplayExpiry expiry;
  private ApprovalRules approvals = ApprovalRules.NONE;
  private LimitsConfig limits = LimitsConfig.NONE;
  private @Nullable EventWriter writer;
  private long checkedChanges = -1;
  private Deadline nextCheckOfWaits;
  private boolean mustRewind;
  private volatile boolean closed;

  /**
   * Creates a coordinator that does nothing until it is started.
   *
   * @param commands the source of commands, which the coordinator closes
   * @param placement chooses a slot for each shard of a replay when the replay starts
   * @param clock gives the times that events record
   * @param ticker measures how long the coordinator waits
   * @param retention how long after its end a replay expires
   * @param slots the number of slots
   * @param onFatal called with an error after which this worker cannot continue; the listener
   *     should end the process
   */
  public Coordinator(
      CommandSource commands,
      CoordinatorTakeover takeover,
      ReplayCopy replays,
      ProgressCopy progress,
      Supplier<ShardPlacement> placement,
      Clock clock,
      Ticker ticker,
      Duration retention,
      int slots,
      Consumer<RuntimeException> onFatal) {
    this.expiry = new ReplayExpiry(retention, slots, replays, progress, clock, ticker);
    this.commands = commands;
    this.takeover = takeover;
    this.replays = replays;
    this.progress = progress;
    this.placement = placement;
    this.clock = clock;
    this.ticker = ticker;
    this.onFatal = onFatal;
    this.nextCheckOfWaits = Deadline.after(Duration.ZERO, ticker);
    this.thread = new Thread(this::run, "coordinator");
    thread.setDaemon(true);
  }

  /**
   * Requires approvals: a replay that the configuration names starts only after another person has
   * approved it. Called before the start.
   */
  public Coordinator requiring(ApprovalRules needed) {
    this.approvals = needed;
    return this;
  }

  /** Limits what all replays together do. Called before the start. */
  public Coordinator limitedBy(LimitsConfig most) {
    this.limits = most;
    return this;
  }

  /**
   * Starts a thread that joins the coordinators' group. The thread decides commands while the
   * command topic is assigned to this worker.
   */
  public Coordinator start() {
    thread.start();
    return this;
  }

  /**
   * Joins the coordinators' group, and decides commands on the caller's thread while the command
   * topic is assigned to this worker. Returns when this coordinator was closed or had a fatal
   * error.
   */
  public void run() {
    try {
      commands.join(this::abdicate);
      while (!closed) {
        step();
      }
    } catch (WakeupException e) {
      LOG.debug("coordinator stops polling, because it is being closed");
    } catch (RuntimeException e) {
      onFatal.accept(e);
    } finally {
      abdicate();
      commands.close();
    }
  }

  private void step() {
    try {
      if (mustRewind) {
        takeOverAgain();
      }
      var polled = commands.poll(pollTime());
      if (!commands.isAssigned()) {
        return;
      }
      var mine = writer == null ? takeOver() : writer;
      for (var command : polled) {
        decide(mine, command);
      }
      observe(mine);
      expiry.step(new ExpiryTransactions(mine));
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException
        | StaleControlException
        | CommandSource.NotAssignedException
        | CommandNotAppliedException e) {
      LOG.info(
          "coordinator had an error, it takes over again and reads what was committed cause={}",
          e.toString());
      abdicate();
      mustRewind = true;
      ticker.sleep(REST_AFTER_FAILURE);
    }
  }

  private Duration pollTime() {
    if (writer == null) {
      return INACTIVE_POLL;
    }
    return replays.table().hasActive() ? POLL : IDLE_POLL;
  }

  /**
   * Takes over as coordinator again after an error that left the outcome of a transaction unknown,
   * then moves back to the committed offset of the command topic. Without this move, commands that
   * were polled but not decided would be lost.
   *
   * <p>The takeover must be the first step, because it ends the transaction that the former writer
   * left open. While a transaction that commits an offset is open, Kafka does not return the
   * offset.
   */
  private void takeOverAgain() {
    if (commands.isAssigned()) {
      takeOver();
      commands.rewind();
    }
    mustRewind = false;
  }

  /**
   * Fences the former coordinator, then reads the control topics to their ends (steps T2 and T3 of
   * docs/protocol.md).
   */
  private EventWriter takeOver() {
    var fenced = takeover.fence();
    writer = fenced;
    checkedChanges = -1;
    replays.catchUpOwned();
    progress.catchUp();
    LOG.info(
        "coordinator has taken over and decides commands from now on replays={}",
        replays.table().size());
    return fenced;
  }

  private void abdicate() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  private void decide(EventWriter mine, CommandSource.StoredCommand record) {
    CommandRecord command;
    try {
      command = record.decode();
    } catch (UnreadableControlRecordException e) {
      LOG.error(
          "coordinator could not decode a command and skipped it offset={} cause={}",
          record.offset(),
          e.getMessage());
      mine.pass(record.offset() + 1, commands.groupMetadata());
      return;
    }
    if (replays.isDecided(command)) {
      LOG.info("coordinator skipped a command that was already decided offset={}", record.offset());
      mine.pass(record.offset() + 1, commands.groupMetadata());
      return;
    }
    if (failures.mustRefuse(record.offset())) {
      refuse(mine, record.offset(), command);
      return;
    }
    try {
      apply(mine, record.offset(), command);
    } catch (RuntimeException e) {
      throw failures.count(record.offset(), e) ? new CommandNotAppliedException(e) : e;
    }
  }

  private void apply(EventWriter mine, long offset, CommandRecord command) {
    var table = replays.table();
    var replay = table.replay(command.replay());
    var rules = new ApprovalDecider(approvals, command.operator(), clock.instant());
    var decision = CommandDecider.decide(replay, command.command(), rules);
    var checked = RedriveStarts.check(table, replay, decision).event();
    var event = LimitDecider.of(limits, table, this::starter).limit(replay, checked, command.by());
    if (replay == null && event instanceof ReplayEvent.CommandRefused) {
      LOG.warn(
          "coordinator skipped a command, because its replay does not exist replay={}",
          command.replay());
      mine.pass(offset + 1, commands.groupMetadata());
      return;
    }
    write(mine, offset, command, event);
  }

  /** Returns who has started a replay; null if it was never started. */
  private @Nullable String starter(String replay) {
    return DecidedCommand.starter(replays.decisions(replay));
  }

  /**
   * Refuses a command that cannot be applied, so that the commands after it are decided. The
   * refusal is recorded as an event of the command's replay. If the replay does not exist, because
   * this command would have created it, the refusal is only logged.
   */
  private void refuse(EventWriter mine, long offset, CommandRecord command) {
    LOG.error(
        "coordinator refused a command, because it could not be applied replay={} offset={}"
            + " command={} cause={}",
        command.replay(),
        offset,
        command.command().getClass().getSimpleName(),
        failures.reason());
    if (replays.table().replay(command.replay()) == null) {
      mine.pass(offset + 1, commands.groupMetadata());
    } else {
      write(mine, offset, command, new ReplayEvent.CommandRefused(failures.reason()));
    }
  }

  private void write(EventWriter mine, long offset, CommandRecord command, ReplayEvent event) {
    var table = replays.table();
    var decided =
        new EventRecord(
            command.replay(),
            seq(table.replay(command.replay())),
            clock.instant(),
            command.by(),
            command.id(),
            event);
    // Check that the event can be applied to its replay before the event is written: the next call
    // throws if it cannot. An event that cannot be applied would stop every worker that reads it.
    table.after(decided.replay(), decided.event(), decided.at());
    mine.write(decided, placed(decided, table), offset + 1, commands.groupMetadata());
    awaitVisible(decided);
  }

  /**
   * Records the events that progress records require: a replay has stopped (step P3 of
   * docs/protocol.md), has ended (E1, E2) or has failed, or its shards need other shares of the
   * rate limit. Checks the progress records when a new one was read, while a replay is stopping,
   * and at least every 500 ms. The last check is needed because a replay fails when one of its
   * shards has waited too long for a worker that can run it.
   */
  private void observe(EventWriter mine) {
    long changes = progress.changes();
    boolean stopping =
        replays.table().live().stream().anyMatch(r -> r.state() instanceof ReplayState.Stopping);
    if (changes == checkedChanges && !stopping && !nextCheckOfWaits.isPassed()) {
      return;
    }
    for (var replay : replays.table().live()) {
      if (!replay.state().isFinal()) {
        observe(mine, replay);
      }
    }
    checkedChanges = changes;
    nextCheckOfWaits = Deadline.after(CHECK_WAITS_EVERY, ticker);
  }

  private void observe(EventWriter mine, Replay replay) {
    if (replay.state() instanceof ReplayState.Stopping) {
      progress.catchUp();
    }
    var due = decider(replay).nextEvent();
    if (due.isEmpty()) {
      return;
    }
    var event =
        new EventRecord(replay.id(), seq(replay), clock.instant(), "coordinator", null, due.get());
    mine.write(event, List.of(), commands.nextOffset(), commands.groupMetadata());
    awaitVisible(event);
    checkedChanges = -1;
  }

  private ShardProgressDecider decider(Replay replay) {
    return new ShardProgressDecider(replay, progress.of(replay.id()), clock.instant());
  }

  /**
   * Returns the slot records to write in the same transaction as this event. For an event that
   * starts a replay, these are the slot records of all shards of the replay. For any other event
   * there are none.
   */
  private List<SlotRecord> placed(EventRecord event, ReplayTable before) {
    var replay = before.replay(event.replay());
    boolean starts =
        event.event() instanceof ReplayEvent.Started
            || event.event() instanceof ReplayEvent.Approved;
    return replay != null && starts ? placement.get().place(replay, before) : List.of();
  }

  /** Commits the transactions that replace the records of an expired replay by its account. */
  private final class ExpiryTransactions implements ReplayExpiry.Transactions {
    private final EventWriter mine;

    ExpiryTransactions(EventWriter mine) {
      this.mine = mine;
    }

    @Override
    public void commit(EventRecord event) {
      mine.write(event, List.of(), commands.nextOffset(), commands.groupMetadata());
      awaitVisible(event);
    }

    @Override
    public void removeSlotRecords(List<SlotRecord> placed) {
      mine.removeSlotRecords(placed, commands.nextOffset(), commands.groupMetadata());
    }

    @Override
    public void removeEvents(List<EventKey> newestFirst) {
      mine.removeEvents(newestFirst, commands.nextOffset(), commands.groupMetadata());
      replays.catchUp();
    }
  }

  /** Returns how many replays this coordinator has let expire. Shown in the worker's metrics. */
  public long expiredReplays() {
    return expiry.expired();
  }

  /**
   * Returns how often this coordinator has failed in a step of a replay's expiry. Shown in the
   * worker's metrics.
   */
  public long failedExpiries() {
    return expiry.failed();
  }

  private static long seq(@Nullable Replay replay) {
    return replay == null ? 0 : replay.nextSeq();
  }

  /**
   * Waits until the event that this coordinator has committed is visible to read_committed readers.
   * Kafka may acknowledge the commit before that. This wait is a safety rule: progress records
   * prove that a replay has stopped only if they are read after the request to stop is visible
   * (step P3 of docs/protocol.md).
   */
  private void awaitVisible(EventRecord event) {
    var deadline = Deadline.after(VISIBLE_LIMIT, ticker);
    while (!isVisible(event)) {
      if (deadline.isPassed()) {
        throw new StaleControlException(
            "event " + event.key() + " was committed but did not become visible");
      }
      replays.catchUp();
      if (!isVisible(event)) {
        ticker.sleep(CHECK_AGAIN);
      }
    }
    checkedChanges = -1;
  }

  private boolean isVisible(EventRecord event) {
    var replay = replays.table().replay(event.replay());
    return replay != null && replay.nextSeq() > event.seq();
  }

  /**
   * Returns whether this worker is the active coordinator. Shown in the worker's status and
   * metrics.
   */
  public boolean isActive() {
    return writer != null;
  }

  @Override
  public void close() {
    closed = true;
    commands.wakeup();
    Interruption.join(thread, CLOSE_LIMIT);
  }
}
