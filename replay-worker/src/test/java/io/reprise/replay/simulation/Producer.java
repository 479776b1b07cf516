package io.reprise.replay.simulation;

import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.simulation.Transaction.Holder;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A transactional producer; its requests carry the epoch that initTransactions has given it. */
final class Producer {
  private static final long END_LIMIT_MILLIS = 5_000;

  private final Party owner;
  private final String id;
  private final int epoch;
  private final Holder holder;
  private UncheckedPartitions unchecked = UncheckedPartitions.NONE;

  private Producer(Party owner, String id, int epoch, Holder holder) {
    this.owner = owner;
    this.id = id;
    this.epoch = epoch;
    this.holder = holder;
  }

  /** Fences the former producers of {@code id} and aborts their open transaction. */
  static void init(
      Party owner,
      String id,
      Holder holder,
      Consumer<Producer> then,
      Consumer<KafkaError> otherwise) {
    owner.ask(
        () -> owner.world().broker().transactions().init(id, holder),
        epoch -> {
          owner.world().note("%s has init epoch %d of %s", holder, epoch, id);
          then.accept(new Producer(owner, id, epoch, holder));
        },
        otherwise);
  }

  /**
   * Ends hanging transactions of this id (steps S2 and T2 of docs/protocol.md).
   *
   * @param asked the partitions that are asked for open transactions
   */
  void endHanging(
      Predicate<Log> asked, Consumer<TakeoverRest> then, Consumer<KafkaError> otherwise) {
    if (owner.world().obeys(Rule.END_WHAT_HANGS)) {
      owner.ask(() -> owner.world().broker().transactions().endHanging(id, asked), then, otherwise);
    } else {
      then.accept(new TakeoverRest(Set.of(), null, false));
    }
  }

  /** Aborts a transaction whose outcome is in doubt. */
  void abortInDoubt(Transaction doubt, Runnable then, Consumer<KafkaError> otherwise) {
    owner.tell(
        () -> owner.world().broker().transactions().abortInDoubt(id, doubt), then, otherwise);
  }

  /** Ends what hangs in target logs; goes on with those that do not answer. */
  void endIn(Set<Log> logs, Consumer<Set<Log>> then, Consumer<KafkaError> otherwise) {
    owner.ask(() -> owner.world().broker().transactions().endIn(id, logs), then, otherwise);
  }

  /** From now on, every progress record names these partitions. */
  void leaveUnchecked(UncheckedPartitions partitions) {
    unchecked = partitions;
  }

  UncheckedPartitions unchecked() {
    return unchecked;
  }

  /** Goes on once every decided transaction of this id has ended in the logs {@code asked}. */
  void awaitEnd(Predicate<Log> asked, Runnable then, Consumer<KafkaError> otherwise) {
    awaitEnd(asked, owner.now() + END_LIMIT_MILLIS, then, otherwise);
  }

  private void awaitEnd(
      Predicate<Log> asked, long deadline, Runnable then, Consumer<KafkaError> otherwise) {
    if (!owner.world().obeys(Rule.AWAIT_OWN_COMMIT)) {
      then.run();
      return;
    }
    owner.ask(
        () -> owner.world().broker().transactions().hasEnded(id, asked),
        ended -> {
          if (ended) {
            then.run();
          } else if (owner.now() > deadline) {
            otherwise.accept(KafkaError.STALE);
          } else {
            owner.after(2, () -> awaitEnd(asked, deadline, then, otherwise));
          }
        },
        otherwise);
  }

  /** The records of one request. */
  interface Batch {
    void add(Log log, String key, Object value);
  }

  void write(Consumer<Batch> batch, Runnable then, Consumer<KafkaError> otherwise) {
    var broker = owner.world().broker();
    var named = owner.world().obeys(Rule.NAME_UNCHECKED) ? unchecked : UncheckedPartitions.NONE;
    owner.tell(
        () ->
            batch.accept(
                (log, key, value) -> broker.write(id, epoch, holder, log, key, value, named)),
        then,
        otherwise);
  }

  /** Sends an offset to the transaction, with the proof of membership. */
  void offset(
      Group group, int memberEpoch, long offset, Runnable then, Consumer<KafkaError> otherwise) {
    var transactions = owner.world().broker().transactions();
    owner.tell(
        () -> {
          group.requireMember(owner.name(), memberEpoch);
          transactions.write(id, epoch, holder, t -> t.offset(group, offset));
        },
        then,
        otherwise);
  }

  void commit(Runnable then, Consumer<KafkaError> otherwise) {
    owner.tell(() -> owner.world().broker().transactions().commit(id, epoch), then, otherwise);
  }

  void abort(Runnable then, Consumer<KafkaError> otherwise) {
    owner.tell(() -> owner.world().broker().transactions().abort(id, epoch), then, otherwise);
  }
}
