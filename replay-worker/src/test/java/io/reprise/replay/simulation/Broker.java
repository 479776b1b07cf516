package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.simulation.Transaction.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The model of the cluster: control topics, one target topic, transactions and the two groups. */
final class Broker {
  private static final long TRANSACTION_TIMEOUT_MILLIS = 2_500;
  private static final long SESSION_MILLIS = 1_500;

  private final World world;
  private final Transactions transactions;
  private final boolean encoded;
  private long downUntil;
  private long startedAt;
  final Log commands = new Log("commands");
  final Log replays = new Log("replays");
  final List<Log> slots;
  final List<Log> progress;
  final List<Log> target;
  final Group slotOwners;
  final Group coordinators;

  Broker(World world) {
    var scenario = world.scenario();
    this.world = world;
    this.encoded = scenario.encoded();
    this.transactions = new Transactions(world, TRANSACTION_TIMEOUT_MILLIS);
    this.slots = logs("slots", scenario.slots());
    this.progress = logs("progress", scenario.slots());
    this.target = logs("target", scenario.partitions());
    this.slotOwners = new Group(world, scenario.slots(), SESSION_MILLIS);
    this.coordinators = new Group(world, 1, SESSION_MILLIS);
  }

  private static List<Log> logs(String topic, int partitions) {
    var logs = new ArrayList<Log>();
    for (int i = 0; i < partitions; i++) {
      logs.add(new Log(topic + "-" + i));
    }
    return logs;
  }

  Transactions transactions() {
    return transactions;
  }

  /**
   * Writes a control record into a transaction; some seeds encode and decode it as a real log does.
   */
  void write(String id, int epoch, Holder holder, Log log, String key, Object value) {
    var stored =
        encoded && !(value instanceof Delivered)
            ? ControlCodec.decode(ControlCodec.encode(value), value.getClass())
            : value;
    transactions.write(id, epoch, holder, t -> t.append(log, key, stored));
  }

  /** Whether a log is the own log of a transactional id: no other id writes it. */
  boolean isOwnLog(Log log) {
    return log == replays || progress.contains(log);
  }

  /**
   * Whether the committed progress records of a slot name a log as one that the slot's last
   * transaction may have written: the newest record by its transaction, or a claim by its lease.
   */
  boolean isNamed(int slot, Log log) {
    if (log == progress.get(slot)) {
      return true;
    }
    var records = progress.get(slot).read(0);
    if (records.isEmpty()) {
      return false;
    }
    var newest = records.get(records.size() - 1).transaction();
    if (newest.logs().contains(log) || !world.obeys(Rule.ASK_WHAT_CLAIMS_NAME)) {
      return newest.logs().contains(log);
    }
    var shards = new HashMap<ShardKey, ShardProgress>();
    for (var record : records) {
      var read = (ShardProgress) record.value();
      shards.put(read.shard(), read);
    }
    return shards.values().stream()
        .filter(shard -> shard.state() == ShardState.CLAIMED)
        .anyMatch(shard -> target.get(sourcePartition(shard.shard())) == log);
  }

  /** A shard writes only the target's partition of the same number. */
  private int sourcePartition(ShardKey shard) {
    var plan = world.audit().book().replay(shard.replay()).plan();
    return plan.shards().get(shard.index()).partition();
  }

  /** Runs {@code request} as soon as the broker is up. */
  void handle(Runnable request) {
    long down = downUntil - world.timeline().now();
    if (down <= 0) {
      request.run();
    } else {
      world.timeline().after(down + world.timeline().below(50), () -> handle(request));
    }
  }

  /** Stops the broker for a time; answers that are under way are lost. */
  void restart(long downMillis) {
    startedAt = world.timeline().now();
    downUntil = startedAt + downMillis;
    world
        .timeline()
        .after(
            downMillis,
            () -> {
              slotOwners.forgive();
              coordinators.forgive();
            });
  }

  /** Whether the broker was restarted since {@code then}: an answer from before is lost. */
  boolean restartedSince(long then) {
    return startedAt > then;
  }

  void compact() {
    replays.compact();
    slots.forEach(Log::compact);
    progress.forEach(Log::compact);
  }
}
