package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Transaction.Holder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Kafka's transaction coordinator: epochs that fence, outcomes that are decided before they show,
 * and a time-out that aborts on behalf of a silent producer.
 */
final class Transactions {
  private static final class Producer {
    int epoch;
    Transaction open;
    Transaction ending;
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

  /** Decides; from here on nothing changes the outcome. The markers follow one by one. */
  private void end(Producer producer, boolean commit) {
    var transaction = producer.open;
    if (transaction == null) {
      return;
    }
    producer.open = null;
    producer.ending = transaction;
    transaction.decide(commit);
    if (commit) {
      world.audit().committed(transaction);
    }
    long last = 0;
    for (var log : transaction.logs()) {
      last = Math.max(last, marker(() -> show(log, transaction)));
    }
    if (transaction.offsetsOf() != null) {
      last = Math.max(last, marker(() -> transaction.offsetsOf().resolve(transaction)));
    }
    world.timeline().after(last, () -> producer.ending = null);
  }

  private void show(Log log, Transaction transaction) {
    log.resolve(transaction);
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
