package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.DoubtNote;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.simulation.Transaction.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The model of the cluster: control topics, one target topic, transactions and the two groups. */
final class Broker {
  private static final long TRANSACTION_TIMEOUT_MILLIS = 2_500;
  private static final long SESSION_MILLIS = 1_500;

  /** The id of the target topic until the topic is deleted and created again. */
  static final String FIRST_TARGET_ID = "copies-id-1";

  private final World world;
  private final Transactions transactions;
  private final SimulatedDoubtNotes doubtNotes;
  private final boolean encoded;
  private long downUntil;
  private Log sick;
  private long sickUntil;
  private long startedAt;
  private String targetId = FIRST_TARGET_ID;
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
    this.doubtNotes = new SimulatedDoubtNotes(world, this);
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
  void write(
      String id,
      int epoch,
      Holder holder,
      Log log,
      String key,
      Object value,
      UncheckedPartitions unchecked) {
    if (isSick(log)) {
      throw KafkaError.UNKNOWN;
    }
    var stored =
        encoded && value != null && !(value instanceof Delivered)
            ? ControlCodec.decode(ControlCodec.encode(value), value.getClass())
            : value;
    transactions.write(
        id,
        epoch,
        holder,
        t -> {
          t.append(log, key, stored);
          t.unchecked = unchecked;
        });
  }

  /** Whether a log is the own log of a transactional id: no other id writes it. */
  boolean isOwnLog(Log log) {
    return log == replays || progress.contains(log);
  }

  /** Whether the committed progress records of a slot name a log, or it is the slot's own. */
  boolean isNamed(int slot, Log log) {
    return log == progress.get(slot)
        || target.contains(log) && named(slot).containsKey(partition(log));
  }

  /**
   * The target partitions in which a transaction of a slot may hang, as its committed progress
   * records name them: the newest record by its transaction and as unchecked, a claim by its lease.
   */
  Map<TopicPartition, Set<ShardKey>> named(int slot) {
    var named = new HashMap<TopicPartition, Set<ShardKey>>();
    var records =
        progress.get(slot).read(0).stream()
            .filter(record -> !SimulatedDoubtNotes.isNote(record))
            .toList();
    if (records.isEmpty()) {
      return named;
    }
    var newest = records.get(records.size() - 1);
    newest.transaction().unchecked.shards().forEach((tp, its) -> add(named, tp, its));
    var newestShard = Set.of(ShardKey.parse(newest.key()));
    newest.transaction().logs().stream()
        .filter(target::contains)
        .forEach(log -> add(named, partition(log), newestShard));
    if (!world.obeys(Rule.ASK_WHAT_CLAIMS_NAME)) {
      return named;
    }
    var shards = new HashMap<ShardKey, ShardProgress>();
    for (var record : records) {
      var read = (ShardProgress) record.value();
      if (read == null) {
        shards.remove(ShardKey.parse(record.key()));
      } else {
        shards.put(read.shard(), read);
      }
    }
    shards.values().stream()
        .filter(shard -> shard.state() == ShardState.CLAIMED)
        .map(ShardProgress::shard)
        .forEach(shard -> add(named, partition(target.get(sourcePartition(shard))), Set.of(shard)));
    return named;
  }

  private static void add(
      Map<TopicPartition, Set<ShardKey>> to, TopicPartition partition, Set<ShardKey> shards) {
    to.computeIfAbsent(partition, none -> new HashSet<>()).addAll(shards);
  }

  /** A shard writes only the target's partition of the same number. */
  private int sourcePartition(ShardKey shard) {
    var plan = world.audit().book().replay(shard.replay()).plan();
    return plan.shards().get(shard.index()).partition();
  }

  /**
   * Takes the leader of a target partition away: until then, it takes no records and no markers,
   * and does not answer.
   *
   * @param until the time in ms; {@link Long#MAX_VALUE} for ever
   */
  void loseLeader(Log log, long until) {
    sick = log;
    sickUntil = until;
  }

  boolean isSick(Log log) {
    return log == sick && world.timeline().now() < sickUntil;
  }

  boolean isAnySick() {
    return sick != null && isSick(sick);
  }

  /** Whether a target partition has lost its leader for ever. */
  boolean isSickForEver() {
    return sick != null && sickUntil == Long.MAX_VALUE;
  }

  /** Whether a partition has lost its leader for ever in which a transaction of a slot may hang. */
  boolean staysUnchecked(int slot) {
    return isSickForEver() && named(slot).containsKey(partition(sick));
  }

  /** Whether the records in a log that tell the outcome of an ended transaction were deleted. */
  boolean isTrimmed(Log log) {
    return world.scenario().trimmed() && target.contains(log);
  }

  /** Whether a note says that a shard of a replay is in doubt. */
  boolean hasNote(String replay) {
    return progress.stream()
        .flatMap(log -> log.read(0).stream())
        .filter(SimulatedDoubtNotes::isNote)
        .anyMatch(note -> DoubtNote.shard(ShardKey.parse(note.key())).replay().equals(replay));
  }

  SimulatedDoubtNotes doubtNotes() {
    return doubtNotes;
  }

  TopicPartition partition(Log log) {
    return new TopicPartition(SimulatedTarget.TOPIC, target.indexOf(log));
  }

  Log target(TopicPartition partition) {
    return target.get(partition.partition());
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

  /** The present id of the target topic. */
  String targetId() {
    return targetId;
  }

  /** Deletes the target topic and creates it again. */
  void recreateTarget() {
    targetId = "copies-id-2";
  }

  boolean hasRecreatedTarget() {
    return !targetId.equals(FIRST_TARGET_ID);
  }

  void compact() {
    replays.compact();
    slots.forEach(Log::compact);
    progress.forEach(Log::compact);
  }
}
