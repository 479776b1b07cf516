package io.reprise.replay.simulation;

import io.reprise.replay.coordinate.EventWriter;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.simulation.Threads.Wait;
import io.reprise.replay.state.ReplayEvent;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** The coordinator's transactions, in the simulated cluster. */
final class SimulatedEventWriter implements EventWriter {
  private final Worker worker;
  private final World world;
  private final Broker broker;
  private final Producer producer;

  SimulatedEventWriter(Worker worker, Producer producer) {
    this.worker = worker;
    this.world = worker.world();
    this.broker = world.broker();
    this.producer = producer;
  }

  @Override
  public void write(
      EventRecord event,
      List<SlotRecord> placed,
      long nextCommandOffset,
      ConsumerGroupMetadata group) {
    if (event.event() instanceof ReplayEvent.RateChanged changed
        && changed.throttle().equals(Operator.POISON)) {
      throw new KafkaException("not committed", new RecordTooLargeException("too large"));
    }
    commit(
        batch -> {
          batch.add(broker.replays, event.key(), event);
          for (var record : placed) {
            batch.add(broker.slots.get(record.slot()), record.shard().toString(), record);
          }
        },
        nextCommandOffset,
        group);
    if (!world.obeys(Rule.AWAIT_EVENT)) {
      worker.control().assume(event);
    }
  }

  @Override
  public void removeSlotRecords(
      List<SlotRecord> placed, long nextCommandOffset, ConsumerGroupMetadata group) {
    commit(
        batch ->
            placed.forEach(
                record ->
                    batch.add(broker.slots.get(record.slot()), record.shard().toString(), null)),
        nextCommandOffset,
        group);
  }

  @Override
  public void removeEvents(
      List<EventKey> newestFirst, long nextCommandOffset, ConsumerGroupMetadata group) {
    commit(
        batch -> newestFirst.forEach(event -> batch.add(broker.replays, event.toString(), null)),
        nextCommandOffset,
        group);
  }

  @Override
  public void pass(long nextCommandOffset, ConsumerGroupMetadata group) {
    commit(batch -> {}, nextCommandOffset, group);
  }

  private void commit(
      Consumer<Producer.Batch> records, long nextCommandOffset, ConsumerGroupMetadata group) {
    try {
      world
          .threads()
          .<Void>await(
              wait ->
                  producer.write(
                      records, () -> sendOffset(nextCommandOffset, group, wait), wait::fail));
    } catch (KafkaException e) {
      world.note("coordinator %s starts over: %s", worker.name(), e.getMessage());
      throw e;
    }
  }

  private void sendOffset(long offset, ConsumerGroupMetadata membership, Wait<Void> wait) {
    var group = broker.coordinators;
    if (world.obeys(Rule.COMMAND_OFFSET_WITH_EVENT)) {
      producer.offset(
          group, membership.generationId(), offset, () -> commit(wait::end, wait), wait::fail);
    } else {
      commit(
          () -> worker.tell(() -> group.commitOutsideTransaction(offset), wait::end, wait::fail),
          wait);
    }
  }

  private void commit(Runnable then, Wait<Void> wait) {
    producer.commit(
        () -> producer.awaitEnd(log -> !broker.target.contains(log), then, wait::fail), wait::fail);
  }

  @Override
  public void close() {}
}
