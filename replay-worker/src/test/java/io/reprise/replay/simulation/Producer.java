package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Transaction.Holder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A transactional producer; its requests carry the epoch that initTransactions has given it. */
final class Producer {
  private static final long END_LIMIT_MILLIS = 5_000;

  private final Party owner;
  private final String id;
  private final int epoch;
  private final Holder holder;

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
  void endHanging(Predicate<Log> asked, Runnable then, Consumer<KafkaError> otherwise) {
    if (owner.world().obeys(Rule.END_WHAT_HANGS)) {
      owner.tell(
          () -> owner.world().broker().transactions().endHanging(id, asked), then, otherwise);
    } else {
      then.run();
    }
  }

  /** Goes on once every decided transaction of this id has ended in every partition. */
  void awaitEnd(Runnable then, Consumer<KafkaError> otherwise) {
    awaitEnd(owner.now() + END_LIMIT_MILLIS, then, otherwise);
  }

  private void awaitEnd(long deadline, Runnable then, Consumer<KafkaError> otherwise) {
    if (!owner.world().obeys(Rule.AWAIT_OWN_COMMIT)) {
      then.run();
      return;
    }
    owner.ask(
        () -> owner.world().broker().transactions().hasEnded(id),
        ended -> {
          if (ended) {
            then.run();
          } else if (owner.now() > deadline) {
            otherwise.accept(KafkaError.STALE);
          } else {
            owner.after(2, () -> awaitEnd(deadline, then, otherwise));
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
    owner.tell(
        () -> batch.accept((log, key, value) -> broker.write(id, epoch, holder, log, key, value)),
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
