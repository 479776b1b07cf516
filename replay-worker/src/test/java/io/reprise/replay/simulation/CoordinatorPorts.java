package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.coordinate.Coordinator;
import io.reprise.replay.coordinate.CoordinatorTakeover;
import io.reprise.replay.coordinate.EventWriter;
import io.reprise.replay.coordinate.ShardPlacement;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.simulation.Transaction.Holder;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports through which the production coordinator of one worker reaches the simulated cluster.
 */
final class CoordinatorPorts implements CoordinatorTakeover {
  private static final String ID = "coordinator";

  private final Worker worker;
  private final World world;
  private final ControlCopy control;
  private final SimulatedCommands commands;
  private boolean takesOver;

  CoordinatorPorts(Worker worker, Membership membership) {
    this.worker = worker;
    this.world = worker.world();
    this.control = worker.control();
    this.commands = new SimulatedCommands(worker, membership);
  }

  /** The production coordinator on these ports. */
  Coordinator coordinator() {
    return new Coordinator(
        commands,
        this,
        new Replays(),
        new Progress(),
        () -> new ShardPlacement(world.scenario().slots(), List.of()),
        worker.time(),
        worker.time(),
        world.scenario().retention(),
        world.scenario().slots(),
        fatal -> {
          throw fatal;
        });
  }

  @Override
  public EventWriter fence() {
    commands.mustReturn();
    var holder = new Holder(worker.name(), Holder.COORDINATOR, commands.ownership());
    Producer producer =
        world
            .threads()
            .await(
                wait ->
                    Producer.init(
                        worker,
                        ID,
                        holder,
                        initialised -> {
                          world.saw(Sight.COORDINATOR_TAKEOVER);
                          initialised.endHanging(
                              log -> true, rest -> wait.end(initialised), wait::fail);
                        },
                        wait::fail));
    takesOver = true;
    return new SimulatedEventWriter(worker, producer);
  }

  private final class Replays implements ReplayCopy {
    @Override
    public ReplayTable table() {
      return control.book();
    }

    @Override
    public Duration age() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDecided(CommandRecord command) {
      boolean decided =
          world.obeys(Rule.PASS_DECIDED_COMMAND)
              && (world.obeys(Rule.REMEMBER_ALL_DECISIONS)
                  ? control.isDecided(command)
                  : control.isLastDecided(command));
      if (decided) {
        world.saw(Sight.COMMAND_PASSED_OVER);
      }
      return decided;
    }

    @Override
    public List<DecidedCommand> decisions(String replay) {
      return control.decisions(replay);
    }

    @Override
    public ReplayTable catchUp() {
      world.threads().<Void>await(wait -> control.catchUpReplays(wait::end, wait::fail));
      return control.book();
    }

    @Override
    public void catchUpOwned() {
      if (world.obeys(Rule.READ_LOGS_AT_TAKEOVER)) {
        catchUp();
      }
    }
  }

  private final class Progress implements ProgressCopy {
    @Override
    public long changes() {
      return control.changes();
    }

    /** Where the rule is broken, a shard counts as stopped as soon as its replay is stopping. */
    @Override
    public Map<Integer, ShardProgress> of(String replay) {
      var records = control.progressOf(replay);
      if (!world.obeys(Rule.STOPPED_FROM_RECORDS)
          && control.book().replay(replay).state() instanceof ReplayState.Stopping) {
        records.replaceAll(
            (shard, record) ->
                record.state() == ShardState.CLAIMED
                    ? record.in(ShardState.STOPPED, record.at())
                    : record);
      }
      return records;
    }

    @Override
    public ShardProgress of(ShardKey shard) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> doubt(ShardKey shard) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<Integer, String> doubts(Map<Integer, ShardProgress> records) {
      return control.doubts(records);
    }

    @Override
    public void catchUp() {
      boolean skipped =
          takesOver
              ? !world.obeys(Rule.READ_LOGS_AT_TAKEOVER)
              : !world.obeys(Rule.STOPPED_FROM_RECORDS);
      takesOver = false;
      if (!skipped) {
        world.threads().<Void>await(wait -> control.readShards(wait::end, wait::fail));
      }
    }

    @Override
    public void catchUpOwned(int slot) {
      throw new UnsupportedOperationException();
    }

    /** Where the rule is broken, an expired replay counts as one without progress records. */
    @Override
    public boolean hasRecords(String replay) {
      return world.obeys(Rule.REMOVE_EVENTS_LAST) && control.hasRecords(replay);
    }

    @Override
    public List<ShardKey> expired(int slot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void awaitRemoved(int slot, List<ShardKey> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void awaitVisible(ShardProgress written) {
      throw new UnsupportedOperationException();
    }
  }
}
