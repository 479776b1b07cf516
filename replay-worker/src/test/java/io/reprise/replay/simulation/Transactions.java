package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Transaction.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Kafka's transaction coordinator: epochs that fence, outcomes that are decided before they show, a
 * time-out that aborts on behalf of a silent producer, and markers that are never written.
 */
final class Transactions {
  private static final class Producer {
    int epoch;
    Transaction open;
    Transaction ending;
    final List<Hanging> hanging = new ArrayList<>();
  }

  /** A transaction of which markers were left out, and where. */
  private static final class Hanging {
    final Transaction transaction;
    final List<Log> logs = new ArrayList<>();
    Group offsetsOf;
    boolean audited;

    Hanging(Transaction transaction) {
      this.transaction = transaction;
      logs.addAll(transaction.logs());
      offsetsOf = transaction.offsetsOf();
    }

    /** The transaction was decided, and lacks its markers only in {@code logs}. */
    Hanging(Transaction transaction, List<Log> logs, boolean audited) {
      this.transaction = transaction;
      this.logs.addAll(logs);
      this.audited = audited;
    }

    boolean isOver() {
      return logs.isEmpty() && offsetsOf == null;
    }
  }

  private final World world;
  private final Map<String, Producer> producers = new HashMap<>();
  private final long timeoutMillis;

  Transactions(World world, long timeoutMillis) {
    this.world = world;
    this.timeoutMillis = timeoutMillis;
  }

  /** InitProducerId: aborts and fences what went before, then waits until that shows. */
  int init(String id, Holder holder) {
    var producer = producers.computeIfAbsent(id, unused -> new Producer());
    if (producer.open != null) {
      world.saw(Sight.OPEN_TRANSACTION_ABORTED);
      world.audit().began(holder);
      producer.epoch++;
      end(producer, false);
    }
    if (producer.ending != null) {
      throw KafkaError.NOT_YET;
    }
    world.audit().began(holder);
    return ++producer.epoch;
  }

  /** Writes into the open transaction, which the first write opens. */
  void write(String id, int epoch, Holder holder, Consumer<Transaction> write) {
    var producer = current(id, epoch);
    if (producer.ending != null) {
      throw KafkaError.NOT_YET;
    }
    if (producer.open == null) {
      producer.open = new Transaction(holder);
      abortWhenSilent(producer, producer.open);
    }
    write.accept(producer.open);
  }

  private void abortWhenSilent(Producer producer, Transaction transaction) {
    world
        .timeline()
        .after(
            timeoutMillis,
            () -> {
              if (producer.open == transaction) {
                world.note("transaction of %s timed out", transaction.holder);
                world.saw(Sight.TRANSACTION_TIMED_OUT);
                producer.epoch++;
                end(producer, false);
              }
            });
  }

  void commit(String id, int epoch) {
    end(current(id, epoch), true);
  }

  void abort(String id, int epoch) {
    end(current(id, epoch), false);
  }

  private Producer current(String id, int epoch) {
    var producer = producers.get(id);
    if (producer.epoch != epoch && world.obeys(Rule.EPOCH_CHECK)) {
      throw KafkaError.FENCED;
    }
    return producer;
  }

  /** Whether all that was decided under an id has its markers in these logs. */
  boolean hasEnded(String id, Predicate<Log> asked) {
    if (world.broker().target.stream().anyMatch(l -> asked.test(l) && world.broker().isSick(l))) {
      throw KafkaError.UNKNOWN;
    }
    var producer = producers.get(id);
    return producer.ending == null
        && producer.hanging.stream().allMatch(h -> h.logs.stream().noneMatch(asked));
  }

  /**
   * S2, T2: ends what hangs alike in all logs that are asked and answer; aborts the offsets. The
   * records of a transaction that is open in the own log name all its logs, which are asked then.
   */
  TakeoverRest endHanging(String id, Predicate<Log> asked) {
    var producer = producers.get(id);
    var unanswered =
        world.broker().target.stream()
            .filter(log -> asked.test(log) && world.broker().isSick(log))
            .collect(Collectors.toCollection(HashSet::new));
    for (var hanging : producer.hanging) {
      if (isOpenInOwnLog(hanging)) {
        var ended = hanging.transaction.logs().stream().filter(l -> !hanging.logs.contains(l));
        var answers = ended.filter(l -> !world.broker().isOwnLog(l)).toList();
        boolean sick = hanging.transaction.logs().stream().anyMatch(world.broker()::isSick);
        boolean tells =
            answers.stream()
                .anyMatch(l -> !world.broker().isSick(l) && !world.broker().isTrimmed(l));
        if (!tells && (sick || !answers.isEmpty())) {
          return new TakeoverRest(unanswered, hanging.transaction, !sick);
        }
      }
    }
    for (var hanging : producer.hanging) {
      world.saw(Sight.HANGING_TRANSACTION_ENDED);
      var transaction = hanging.transaction;
      boolean openInOwnLog = isOpenInOwnLog(hanging);
      boolean commit =
          isCommitted(transaction) && (!openInOwnLog || world.obeys(Rule.END_AS_ENDED_ELSEWHERE));
      for (var log : List.copyOf(hanging.logs)) {
        if ((openInOwnLog || asked.test(log)) && !world.broker().isSick(log)) {
          show(log, transaction, commit);
          hanging.logs.remove(log);
        }
      }
      if (hanging.offsetsOf != null) {
        hanging.offsetsOf.resolve(transaction, false);
        hanging.offsetsOf = null;
      }
    }
    producer.hanging.removeIf(Hanging::isOver);
    return new TakeoverRest(unanswered, null, false);
  }

  private boolean isOpenInOwnLog(Hanging hanging) {
    return hanging.logs.stream().anyMatch(world.broker()::isOwnLog);
  }

  private static boolean isCommitted(Transaction transaction) {
    return transaction.showsSomewhere() && !transaction.isDoubted();
  }

  /** Aborts a transaction in its own log, if it still hangs there. Its outcome is in doubt. */
  void abortInDoubt(String id, Transaction doubt) {
    for (var hanging : producers.get(id).hanging) {
      if (hanging.transaction == doubt && isOpenInOwnLog(hanging)) {
        world.saw(Sight.TRANSACTION_IN_DOUBT);
        doubt.doubt();
        world.audit().doubted(doubt, hanging.audited);
        var own = hanging.logs.stream().filter(world.broker()::isOwnLog).findFirst().orElseThrow();
        show(own, doubt, false);
        hanging.logs.remove(own);
      }
    }
    producers.get(id).hanging.removeIf(Hanging::isOver);
  }

  /**
   * S4: ends what hangs in target logs, as the own log says. Returns the logs that do not answer.
   */
  Set<Log> endIn(String id, Set<Log> logs) {
    var producer = producers.get(id);
    for (var hanging : producer.hanging) {
      for (var log : List.copyOf(hanging.logs)) {
        if (logs.contains(log) && !world.broker().isSick(log)) {
          world.saw(Sight.UNCHECKED_TRANSACTION_ENDED);
          show(log, hanging.transaction, isCommitted(hanging.transaction));
          hanging.logs.remove(log);
        }
      }
    }
    producer.hanging.removeIf(Hanging::isOver);
    return logs.stream().filter(world.broker()::isSick).collect(Collectors.toSet());
  }

  /** Whether a transaction of a slot hangs in a partition of the target. */
  boolean hangsInTarget(int slot) {
    return producers.values().stream()
        .flatMap(producer -> producer.hanging.stream())
        .filter(hanging -> hanging.transaction.holder.slot() == slot)
        .anyMatch(hanging -> hanging.logs.stream().anyMatch(world.broker().target::contains));
  }

  /** Decides; from here on nothing changes the outcome. The markers follow one by one. */
  private void end(Producer producer, boolean commit) {
    var transaction = producer.open;
    if (transaction == null) {
      return;
    }
    producer.open = null;
    if (world.network().forgets()) {
      forget(producer, transaction, commit);
      return;
    }
    producer.ending = transaction;
    if (commit) {
      commitBelow(producer, transaction);
      world.audit().committed(transaction);
    }
    loseLeader(transaction);
    var without = transaction.logs().stream().filter(world.broker()::isSick).toList();
    if (!without.isEmpty()) {
      world.note("%s has no leader for a marker of %s", without, transaction.holder);
      world.saw(Sight.MARKER_WITHOUT_LEADER);
      producer.hanging.add(new Hanging(transaction, without, commit));
    }
    long last = 0;
    for (var log : transaction.logs()) {
      if (without.contains(log)) {
        continue;
      }
      last = Math.max(last, marker(() -> end(producer, log, transaction, commit)));
    }
    var group = transaction.offsetsOf();
    if (group != null) {
      last = Math.max(last, marker(() -> end(producer, group, transaction, commit)));
    }
    world.timeline().after(last, () -> producer.ending = null);
  }

  /** Sometimes, a target partition has no leader when its marker is due. */
  private void loseLeader(Transaction transaction) {
    var broker = world.broker();
    var written = transaction.logs().stream().filter(broker.target::contains).findFirst();
    if (written.isPresent() && !broker.isAnySick() && world.network().losesLeader()) {
      long until = world.timeline().now() + world.timeline().between(50, 6_000);
      world.note("%s loses its leader until %d", written.get().name, until);
      broker.loseLeader(written.get(), until);
    }
  }

  /**
   * The broker dies, and forgets to write the markers: all of them, all but the one in the writer's
   * log, or all but one elsewhere.
   */
  private void forget(Producer producer, Transaction transaction, boolean commit) {
    var hanging = new Hanging(transaction);
    world.note("markers of %s are left out, commit %s", transaction.holder, commit);
    world.saw(Sight.MARKERS_LEFT_OUT);
    var own = transaction.logs().stream().filter(world.broker()::isOwnLog).findFirst();
    var other = transaction.logs().stream().filter(l -> !world.broker().isOwnLog(l)).findFirst();
    if (own.isPresent() && world.timeline().chance(0.5)) {
      showOnly(own.get(), hanging, commit);
    } else if (own.isPresent() && other.isPresent() && world.timeline().chance(0.6)) {
      world.saw(Sight.ENDED_ONLY_ELSEWHERE);
      showOnly(other.get(), hanging, commit);
    }
    if (!hanging.isOver()) {
      producer.hanging.add(hanging);
    }
  }

  private void showOnly(Log log, Hanging hanging, boolean commit) {
    if (commit) {
      world.audit().committed(hanging.transaction);
      hanging.audited = true;
    }
    show(log, hanging.transaction, commit);
    hanging.logs.remove(log);
  }

  /** In a log where a transaction of the same producer hangs, a commit is that one's too. */
  private void commitBelow(Producer producer, Transaction transaction) {
    for (var hanging : producer.hanging) {
      boolean below = hanging.logs.stream().anyMatch(transaction.logs()::contains);
      if (below && !hanging.audited) {
        hanging.audited = true;
        world.audit().committed(hanging.transaction);
      }
    }
  }

  private void end(Producer producer, Log log, Transaction transaction, boolean commit) {
    for (var hanging : producer.hanging) {
      if (hanging.logs.remove(log)) {
        show(log, hanging.transaction, commit);
      }
    }
    producer.hanging.removeIf(Hanging::isOver);
    show(log, transaction, commit);
  }

  private void end(Producer producer, Group group, Transaction transaction, boolean commit) {
    for (var hanging : producer.hanging) {
      if (hanging.offsetsOf == group) {
        hanging.offsetsOf = null;
        group.resolve(hanging.transaction, commit);
      }
    }
    producer.hanging.removeIf(Hanging::isOver);
    group.resolve(transaction, commit);
  }

  private void show(Log log, Transaction transaction, boolean commit) {
    log.resolve(transaction, commit);
    if (log == world.broker().replays) {
      world.audit().eventsShow(log.stable());
    }
  }

  private long marker(Runnable written) {
    long lag = world.network().markerLag();
    world.timeline().after(lag, written);
    return lag;
  }
}
