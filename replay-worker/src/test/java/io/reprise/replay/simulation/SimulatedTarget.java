package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.simulation.Scenario.Trouble;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.UnknownTargetException;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The target topic. It has the partitions of the source and keeps the offset of each record. */
record SimulatedTarget(SlotPorts ports) implements ReplayTarget {

  static final String TOPIC = "copies";

  @Override
  public TargetFacts facts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Collection<TopicPartition> partitions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WritablePartitions writable(Ordering ordering, int sourcePartition, int sourcePartitions) {
    return WritablePartitions.one(TOPIC, sourcePartition);
  }

  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    if (ports.has(Trouble.NO_TARGET, ports.lastClaim())) {
      throw new TopicNotFoundException("copies");
    }
    if (ports.has(Trouble.NO_WORKER, ports.lastClaim())) {
      throw new UnknownTargetException("copy", List.of());
    }
    return new Writer(ports, ports.lastClaim(), transaction);
  }

  @Override
  public void close() {}

  private record Writer(SlotPorts ports, ShardProgress claim, RecordSink transaction)
      implements TargetWriter {
    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      if (ports.has(Trouble.REFUSED_RECORD, claim)) {
        return new DeliveryResult.Refused("a record was refused");
      }
      ports.writes(claim.shard());
      transaction.send(
          new ProducerRecord<>(
              TOPIC, record.partition(), record.offset(), record.key(), record.value()));
      return DeliveryResult.ACCEPTED;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
